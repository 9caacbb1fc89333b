/** Every posting touches one bucket; 64 of them spread one hot merchant, or many machines. */
export const BUCKETS = 64;

/** A bucket, 0 … 63. */
export type Bucket = number;

/** FNV-1a (32 bits) of the owner's id, modulo the buckets: the same owner, always the same bucket. */
export function bucketOf(ownerId: string): Bucket {
  let hash = 0x811c9dc5;
  for (let index = 0; index < ownerId.length; index += 1) {
    hash = Math.imul(hash ^ ownerId.charCodeAt(index), 0x01000193) >>> 0;
  }
  // The low bits of FNV-1a mix less than the high ones on short inputs, so both take part.
  return ((hash ^ (hash >>> 16)) >>> 0) % BUCKETS;
}
