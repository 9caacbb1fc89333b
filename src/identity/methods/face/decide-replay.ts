/** Pictures of one film that was encoded again differ in no more of their 64 bits. */
const SAME_PICTURE_BITS = 1;
/** Turned heads of two films of one person may look alike now and then, most of them never do. */
const REPLAYED_PERCENT = 80;
/** Fewer say nothing. */
const MOVED_PICTURES_MINIMUM = 3;

export type RememberedFrame = { readonly challengeId: string; readonly perceptualHash: bigint };

/**
 * Whether a film of an earlier attempt was played again: nearly every picture of a moving head was
 * in one earlier film. Only those count, because a person who sits still looks like yesterday.
 */
export function decideReplay(
  movedHashes: readonly (bigint | null)[],
  remembered: readonly RememberedFrame[],
): boolean {
  const hashes = movedHashes.filter((hash) => hash !== null);
  if (hashes.length < MOVED_PICTURES_MINIMUM) return false;
  const films = new Map<string, bigint[]>();
  for (const { challengeId, perceptualHash } of remembered) {
    films.set(challengeId, [...(films.get(challengeId) ?? []), perceptualHash]);
  }
  return [...films.values()].some((film) => {
    const known = hashes.filter((hash) => film.some((one) => isSamePicture(hash, one)));
    return known.length * 100 >= hashes.length * REPLAYED_PERCENT;
  });
}

function isSamePicture(one: bigint, other: bigint): boolean {
  if (one === other) return true;
  const different = BigInt.asUintN(64, one ^ other).toString(2);
  return different.replaceAll("0", "").length <= SAME_PICTURE_BITS;
}
