import { describe, expect, test } from "vitest";
import { decideReplay } from "./decide-replay.ts";

/** Far from each other, with the sign bit set in some: PostgreSQL's bigints have signs. */
const MOVED = [
  0x0123456789abcdefn,
  -0x0fedcba987654322n,
  0x5555555555555555n,
  -2n,
  0x00ff00ff00ff00ffn,
  0x0f0f0f0f0f0f0f0fn,
  0x3333333333333333n,
  0x7777000077770000n,
  0x0000ffff0000ffffn,
  0x1248124812481248n,
];
const STILL = [1n, 1n, 3n];

describe("a film that comes again", () => {
  test.each<[string, (bigint | null)[], (readonly bigint[])[], boolean]>([
    ["nothing is remembered", MOVED, [], false],
    ["the same film", MOVED, [MOVED], true],
    ["between still pictures", MOVED, [[...STILL, ...MOVED, ...STILL]], true],
    ["encoded again, a bit off", MOVED.map((hash) => hash ^ 4n), [MOVED], true],
    ["two bits off", MOVED.map((hash) => hash ^ 5n), [MOVED], false],
    ["without its beginning", MOVED.slice(3), [MOVED], true],
    ["nine of ten pictures", MOVED.with(4, 77n), [MOVED], true],
    ["eight of ten pictures", MOVED.with(4, 77n).with(5, 78n), [MOVED], false],
    [
      "the same pictures in another order",
      [...MOVED.slice(5), ...MOVED.slice(0, 5)],
      [MOVED],
      false,
    ],
    ["backwards", [...MOVED].reverse(), [MOVED], false],
    ["pieces of two earlier films", MOVED, [MOVED.slice(0, 5), MOVED.slice(5)], false],
    ["the second film", MOVED, [STILL, MOVED], true],
    ["one picture does not stand for many", Array(6).fill(MOVED[0]), [MOVED], false],
    ["too few to tell", MOVED.slice(0, 3), [MOVED], false],
    ["those without a hash do not count", [...MOVED, null, null, null], [MOVED], true],
    [
      "hashes whose sign bit alone differs",
      MOVED.map((hash) => BigInt.asIntN(64, hash ^ 0x8000000000000000n)),
      [MOVED],
      true,
    ],
  ])("%s", (_, hashes, remembered, isReplay) => {
    expect(decideReplay(hashes, remembered)).toBe(isReplay);
  });
});
