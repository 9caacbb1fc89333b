import { expect, test } from "vitest";
import { isSurelyStorable, unstorableTexts } from "./unstorable-text.ts";

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

test.each([
  [`{"name":"茶🍵","n":1}`, true],
  [String.raw`"\u8336"`, true],
  [String.raw`"\u0000"`, false],
  [String.raw`"\uD83C"`, false],
  [String.raw`"\udf75"`, false],
])("tells from the JSON %s whether a closer look is needed", (text, sure) => {
  expect(isSurelyStorable(text)).toBe(sure);
});
