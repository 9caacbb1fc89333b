import { expect, test } from "vitest";
import { type DaysDraft, readDays } from "./days-draft.ts";

const mall: DaysDraft = {
  zone: "mall",
  timeZone: "",
  expiry: "mall",
  days: "",
  receiptNumbers: "once",
};

test.each<[Partial<DaysDraft>, object]>([
  [{}, { timeZone: null, expiry: null, receiptNumbers: "once" }],
  [{ receiptNumbers: "daily" }, { timeZone: null, expiry: null, receiptNumbers: "daily" }],
  [
    { zone: "own", timeZone: " asia/tokyo ", expiry: "own", days: "90" },
    { timeZone: "Asia/Tokyo", expiry: { kind: "days", days: 90 }, receiptNumbers: "once" },
  ],
])("%j is sent as %j", (draft, changes) => {
  expect(readDays({ ...mall, ...draft })).toEqual({ changes });
});

test.each<[Partial<DaysDraft>, string[]]>([
  [{ zone: "own", timeZone: "Mars/Phobos" }, ["timeZone"]],
  [{ zone: "own", timeZone: "" }, ["timeZone"]],
  [{ expiry: "own", days: "0" }, ["days"]],
  [{ expiry: "own", days: "36501" }, ["days"]],
  [{ expiry: "own", days: "a year", zone: "own", timeZone: "+08:00" }, ["timeZone", "days"]],
])("%j cannot be read: %j", (draft, faults) => {
  expect(readDays({ ...mall, ...draft })).toEqual({ faults });
});
