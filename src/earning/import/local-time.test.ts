import { expect, test } from "vitest";
import { instant, toRfc3339 } from "../../kernel/clock.ts";
import { localTimeReader } from "./local-time.ts";

const NONE = instant(0);

test.each([
  ["UTC", "2010-12-01 08:26:00", "2010-12-01T08:26:00.000Z"],
  ["UTC", "2010-12-01T08:26", "2010-12-01T08:26:00.000Z"],
  ["Asia/Shanghai", "2010-12-01 08:26:00", "2010-12-01T00:26:00.000Z"],
  ["Asia/Shanghai", "2010-12-01 07:59:59", "2010-11-30T23:59:59.000Z"],
  ["Europe/London", "2011-01-01 12:00:00", "2011-01-01T12:00:00.000Z"],
  ["Europe/London", "2011-07-01 12:00:00", "2011-07-01T11:00:00.000Z"],
  // The clocks went forward at 01:00 on 27 March and back at 02:00 on 30 October 2011.
  ["Europe/London", "2011-03-27 00:59:59", "2011-03-27T00:59:59.000Z"],
  ["Europe/London", "2011-03-27 01:30:00", "2011-03-27T00:30:00.000Z"],
  ["Europe/London", "2011-03-27 02:00:00", "2011-03-27T01:00:00.000Z"],
  ["Europe/London", "2011-10-30 00:30:00", "2011-10-29T23:30:00.000Z"],
  ["Europe/London", "2011-10-30 01:30:00", "2011-10-30T00:30:00.000Z"],
  ["Europe/London", "2011-10-30 02:30:00", "2011-10-30T02:30:00.000Z"],
])("in %s %s is %s", (timeZone, text, expected) => {
  const read = localTimeReader(timeZone);
  expect(toRfc3339(read(text) ?? NONE)).toBe(expected);
  // The second time the offset comes from memory.
  expect(toRfc3339(read(text) ?? NONE)).toBe(expected);
});

test.each(["", "yesterday", "2010-13-01 00:00:00", "2011-02-29 00:00:00", "2010-12-01 08:60:00"])(
  "%j is no time",
  (text) => {
    expect(localTimeReader("Asia/Shanghai")(text)).toBeNull();
  },
);

test("an unknown zone throws", () => {
  expect(() => localTimeReader("Mars/Olympus")).toThrow(RangeError);
});
