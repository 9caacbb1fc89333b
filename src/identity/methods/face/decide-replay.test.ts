import { describe, expect, test } from "vitest";
import { decideReplay } from "./decide-replay.ts";

const film = (challengeId: string, hashes: readonly bigint[]) =>
  hashes.map((perceptualHash) => ({ challengeId, perceptualHash }));
/** Far from each other, with the sign bit set in some: PostgreSQL's bigints have signs. */
const MOVED = [
  0x0123456789abcdefn,
  -0x0fedcba987654322n,
  0x5555555555555555n,
  -2n,
  0x00ff00ff00ff00ffn,
];

describe("a film that comes again", () => {
  test.each<[string, (bigint | null)[], ReturnType<typeof film>, boolean]>([
    ["nothing is remembered", MOVED, [], false],
    ["the same film", MOVED, film("one", MOVED), true],
    ["encoded again, a bit off", MOVED.map((hash) => hash ^ 4n), film("one", MOVED), true],
    ["two bits off", MOVED.map((hash) => hash ^ 5n), film("one", MOVED), false],
    ["four of five pictures", MOVED.with(0, 77n), film("one", MOVED), true],
    ["three of five pictures", MOVED.with(0, 77n).with(1, 78n), film("one", MOVED), false],
    [
      "pictures of two earlier films",
      MOVED,
      [...film("one", MOVED.slice(0, 3)), ...film("two", MOVED.slice(3))],
      false,
    ],
    ["the second film", MOVED, [...film("one", [1n, 2n]), ...film("two", MOVED)], true],
    ["too few to tell", MOVED.slice(0, 2), film("one", MOVED), false],
    ["those without a hash do not count", [...MOVED, null, null, null], film("one", MOVED), true],
    [
      "a hash whose sign bit alone differs",
      MOVED.map((hash) => BigInt.asIntN(64, hash ^ (1n << 63n))),
      film("one", MOVED),
      true,
    ],
  ])("%s", (_, hashes, remembered, isReplay) => {
    expect(decideReplay(hashes, remembered)).toBe(isReplay);
  });
});
