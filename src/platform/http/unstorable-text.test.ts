import { expect, test } from "vitest";
import { unstorableTexts } from "./unstorable-text.ts";

test.each([
  ["plain text", { name: "竹里茶坊", tags: ["a", "🍵"] }, []],
  ["other control characters", "a\u0001\n\t", []],
  ["what is not text", [1, null, true], []],
  ["a zero character", { name: "a\u0000b" }, ["/name"]],
  ["half a pair, first", "\ud83c", [""]],
  ["half a pair, second", ["fine", "\udf75"], ["/1"]],
  ["a pair the wrong way round", { "a/b": { c: "\udf75\ud83c" } }, ["/a~1b/c"]],
  ["the name of a field", { inner: { "a\u0000": 1 } }, ["/inner"]],
  ["several", { a: "\u0000", b: ["\u0000"] }, ["/a", "/b/0"]],
])("finds what cannot be stored: %s", (_, value, pointers) => {
  expect(unstorableTexts(value, "en").map(({ pointer }) => pointer)).toEqual(pointers);
});

test("finds no more faults than an answer holds", () => {
  expect(unstorableTexts(Array(5_000).fill("\u0000"), "en")).toHaveLength(100);
});
