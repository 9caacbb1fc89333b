import { expect, test } from "vitest";
import { pageOf, readCursor, writeCursor } from "./cursor.ts";

const of = { keyCount: 2, language: "en" } as const;

test("what was written is read back", () => {
  expect(readCursor(writeCursor(["新", "7"]), of)).toEqual({ ok: true, value: ["新", "7"] });
});

test("no cursor is the first page", () => {
  expect(readCursor(undefined, of)).toEqual({ ok: true, value: null });
});

test.each([
  ["not base64", "%%%"],
  ["not JSON", Buffer.from("[").toString("base64url")],
  ["not a list", Buffer.from('{"length":2}').toString("base64url")],
  ["numbers", Buffer.from("[1,2]").toString("base64url")],
  ["too few keys", writeCursor(["a"])],
  ["a zero byte", writeCursor(["a", "\u0000"])],
])("a cursor that is %s is refused with its pointer", (_, cursor) => {
  const read = readCursor(cursor, of);
  expect(read).toMatchObject({
    ok: false,
    refusal: { code: "invalid_request", faults: [{ pointer: "/query/cursor" }] },
  });
});

test("a cursor of another order is refused", () => {
  const read = readCursor(writeCursor(["points_asc", "7"]), {
    ...of,
    isKeys: ([order]) => order === "newest",
  });
  expect(read.ok).toBe(false);
});

test("the row too many is not shown but announces another page", () => {
  const shape = { limit: 2, item: (row: number) => row * 10, keys: (row: number) => [String(row)] };
  expect(pageOf([1, 2, 3], shape)).toEqual({ items: [10, 20], nextCursor: writeCursor(["2"]) });
  expect(pageOf([1, 2], shape)).toEqual({ items: [10, 20], nextCursor: null });
  expect(pageOf([], shape)).toEqual({ items: [], nextCursor: null });
});
