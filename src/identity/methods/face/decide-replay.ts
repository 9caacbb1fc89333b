/** Pictures of one film that was encoded again differ in no more of their 64 bits. */
const SAME_PICTURE_BITS = 1;
/** Of the pictures with a moving head, as many as these in the same order are no coincidence. */
const REPLAYED_PERCENT = 90;
/** Fewer say nothing. */
const MOVED_PICTURES_MINIMUM = 4;

/** The pictures of an earlier attempt, in their order. */
export type RememberedFilm = readonly bigint[];

/**
 * Whether a film of an earlier attempt was sent again, encoded anew: nearly every picture of a moving
 * head is in one earlier film, in the same order. The others do not count, because a person who sits
 * still before the same wall looks like yesterday; and the order counts, because the same turn of the
 * head may look like an earlier one, but only one challenge in 24 asks for the same movements.
 */
export function decideReplay(
  movedHashes: readonly (bigint | null)[],
  remembered: readonly RememberedFilm[],
): boolean {
  const hashes = movedHashes.filter((hash) => hash !== null);
  if (hashes.length < MOVED_PICTURES_MINIMUM) return false;
  return remembered.some(
    (film) => inSameOrder(hashes, film) * 100 >= hashes.length * REPLAYED_PERCENT,
  );
}

/** The length of the longest common subsequence. */
function inSameOrder(hashes: readonly bigint[], film: RememberedFilm): number {
  let longest = film.map(() => 0);
  for (const hash of hashes) {
    const next: number[] = [];
    for (const [place, one] of film.entries()) {
      const matched = isSamePicture(hash, one) ? (longest[place - 1] ?? 0) + 1 : 0;
      next.push(Math.max(matched, longest[place] ?? 0, next[place - 1] ?? 0));
    }
    longest = next;
  }
  return longest.at(-1) ?? 0;
}

function isSamePicture(one: bigint, other: bigint): boolean {
  if (one === other) return true;
  const different = BigInt.asUintN(64, one ^ other).toString(2);
  return different.replaceAll("0", "").length <= SAME_PICTURE_BITS;
}
