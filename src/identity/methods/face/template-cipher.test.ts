import { describe, expect, test } from "vitest";
import { embeddingOf } from "./scripted-pipeline.fixture.ts";
import { templateCipher } from "./template-cipher.ts";

const cipher = templateCipher(Buffer.alloc(32, 1));
const template = embeddingOf("Lin");
const owner = { accountId: "cus_lin", modelVersion: "one" };
const sealed = cipher.seal(template, owner);

test("what was sealed is opened, to the last bit", () => {
  expect(cipher.open(sealed, owner)).toEqual(template);
});

test("the same template never looks the same twice", () => {
  const again = cipher.seal(template, owner);
  expect(again.sealed.equals(sealed.sealed)).toBe(false);
  expect(again.wrappedKey.equals(sealed.wrappedKey)).toBe(false);
});

test("nothing of the template is in what is stored", () => {
  const bytes = Buffer.from(template.buffer);
  const stored = Buffer.concat([sealed.sealed, sealed.wrappedKey]);
  for (let at = 0; at + 8 <= bytes.length; at += 4) {
    expect(stored.includes(bytes.subarray(at, at + 8))).toBe(false);
  }
});

const changed = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

describe("it stays closed", () => {
  const other = cipher.seal(embeddingOf("Wang"), { accountId: "cus_wang", modelVersion: "one" });
  test.each([
    ["for another person", sealed, { ...owner, accountId: "cus_wang" }],
    ["for another model", sealed, { ...owner, modelVersion: "two" }],
    ["with another person's key", { ...sealed, wrappedKey: other.wrappedKey }, owner],
    ["with another person's template", { ...sealed, sealed: other.sealed }, owner],
    ["with a changed nonce", { ...sealed, sealed: changed(sealed.sealed, 0) }, owner],
    ["with a changed body", { ...sealed, sealed: changed(sealed.sealed, 100) }, owner],
    [
      "with a changed tag",
      { ...sealed, sealed: changed(sealed.sealed, sealed.sealed.length - 1) },
      owner,
    ],
    ["with a changed key", { ...sealed, wrappedKey: changed(sealed.wrappedKey, 20) }, owner],
    ["when it was cut short", { ...sealed, sealed: sealed.sealed.subarray(0, 40) }, owner],
  ])("%s", (_, stored, whose) => {
    expect(() => cipher.open(stored, whose)).toThrow("authenticate");
  });

  test("in another deployment", () => {
    const elsewhere = templateCipher(Buffer.alloc(32, 2));
    expect(() => elsewhere.open(sealed, owner)).toThrow("authenticate");
  });
});
