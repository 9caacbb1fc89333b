import type { Bucket } from "../kernel/bucket.ts";

/** A row in its bucket: stripes of a house account share their id over all buckets. */
export type Place = { readonly bucket: Bucket; readonly id: string };

/**
 * Values by place: a map for each bucket, by id. One map by a text of both would need that text joined
 * and hashed anew at each of a dozen looks a posting, which cost more than the looks; an id keeps its
 * hash.
 */
export class ByPlace<Value> {
  /** By bucket, where there is one. */
  readonly inBucket: (Map<string, Value> | undefined)[] = [];

  constructor(entries: Iterable<readonly [Place, Value]> = []) {
    for (const [place, value] of entries) this.set(place, value);
  }

  get({ bucket, id }: Place): Value | undefined {
    return this.inBucket[bucket]?.get(id);
  }

  has({ bucket, id }: Place): boolean {
    return this.inBucket[bucket]?.has(id) ?? false;
  }

  set({ bucket, id }: Place, value: Value): void {
    const ofBucket = this.inBucket[bucket];
    if (ofBucket) ofBucket.set(id, value);
    else this.inBucket[bucket] = new Map([[id, value]]);
  }

  isEmpty(): boolean {
    return this.inBucket.length === 0;
  }

  values(): Value[] {
    const all: Value[] = [];
    for (const ofBucket of this.inBucket) if (ofBucket) all.push(...ofBucket.values());
    return all;
  }

  *[Symbol.iterator](): Generator<[Place, Value]> {
    for (const [bucket, ofBucket] of this.inBucket.entries()) {
      if (ofBucket) for (const [id, value] of ofBucket) yield [{ bucket, id }, value];
    }
  }
}
