import { describe, expect, test } from "vitest";
import { decideMatch } from "./decide-match.ts";
import { embeddingOf, frameOf, picture } from "./scripted-pipeline.fixture.ts";

const template = embeddingOf("Lin");
const view = (likeness: number) => frameOf(picture({ person: "Lin", likeness })).face;
const views = (...likenesses: readonly number[]) =>
  likenesses.flatMap((likeness) => view(likeness) ?? []);
const DEFAULTS = { acceptAt: 550, offerPasskeyAt: 450 };

describe("how alike, and what follows", () => {
  test.each([
    [1, "accept"],
    [0.551, "accept"],
    [0.549, "offer_passkey"],
    [0.451, "offer_passkey"],
    [0.449, "refuse"],
    [0, "refuse"],
    [-1, "refuse"],
  ])("%s: %s", (likeness, match) => {
    const frontal = views(likeness, likeness, likeness);
    expect(decideMatch({ template, frontal }, DEFAULTS)).toBe(match);
  });

  test.each([
    [{ acceptAt: 700, offerPasskeyAt: 450 }, "offer_passkey"],
    [{ acceptAt: 700, offerPasskeyAt: 700 }, "refuse"],
    [{ acceptAt: 500, offerPasskeyAt: 450 }, "accept"],
  ])("by the operator's thresholds %j: %s", (thresholds, match) => {
    const frontal = views(0.6, 0.6, 0.6);
    expect(decideMatch({ template, frontal }, thresholds)).toBe(match);
  });
});

test("the mean of the views counts: one bad view among many does not decide", () => {
  const frontal = views(0.3, 0.9, 0.9, 0.9);
  expect(decideMatch({ template, frontal }, DEFAULTS)).toBe("accept");
});

test("fewer than three views are never compared", () => {
  expect(() => decideMatch({ template, frontal: views(1, 1) }, DEFAULTS)).toThrow("refused before");
});
