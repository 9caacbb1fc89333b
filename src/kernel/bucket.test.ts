import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BUCKETS, bucketOf } from "./bucket.ts";

describe("the bucket of an owner", () => {
  test("law: is one of the buckets, and the same every time", () => {
    fc.assert(
      fc.property(fc.string(), (owner) => {
        const bucket = bucketOf(owner);
        expect(Number.isInteger(bucket) && bucket >= 0 && bucket < BUCKETS).toBe(true);
        expect(bucketOf(owner)).toBe(bucket);
      }),
    );
  });

  // Published hashes of FNV-1a in 32 bits. Rows lie in the database under them: they never change.
  test.each<[owner: string, hash: number]>([
    ["", 0x811c9dc5],
    ["a", 0xe40c292c],
    ["b", 0xe70c2de5],
    ["foobar", 0xbf9cf968],
  ])("of %j is its published hash, folded", (owner, hash) => {
    expect(bucketOf(owner)).toBe((hash ^ (hash >>> 16)) & 63);
  });

  test("law: owners that are alike but for a number spread over all buckets", () => {
    const owners = 6_400;
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (prefix) => {
        const counts = new Array<number>(BUCKETS).fill(0);
        for (let index = 0; index < owners; index += 1) {
          const bucket = bucketOf(`${prefix}${index}`);
          counts[bucket] = (counts[bucket] ?? 0) + 1;
        }
        const fair = owners / BUCKETS;
        expect(Math.min(...counts)).toBeGreaterThan(fair / 2);
        expect(Math.max(...counts)).toBeLessThan(fair * 2);
      }),
      { numRuns: 20 },
    );
  });
});
