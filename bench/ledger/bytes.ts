import { ledgerBytes, walBytes } from "./cluster.store.ts";
import type { LoadResult } from "./load/plan.ts";
import type { Stage } from "./stage.ts";

export type Footprint = { postings: number; wal: number; disk: number };

/** What postings cost on disk, summed over the phases that were watched. */
export type Byproducts = {
  readonly footprints: ReadonlyMap<string, Footprint>;
  /** Runs the work; with a name, adds what it left behind to the footprint of that name. */
  around<Result extends Pick<LoadResult, "accepted">>(
    name: string | null,
    stage: Stage,
    work: () => Promise<Result>,
  ): Promise<Result>;
};

export function watchBytes(): Byproducts {
  const footprints = new Map<string, Footprint>();
  return {
    footprints,
    async around(name, { database }, work) {
      if (name === null) return work();
      const before = { wal: await walBytes(database), disk: await ledgerBytes(database) };
      const result = await work();
      const footprint = footprints.get(name) ?? { postings: 0, wal: 0, disk: 0 };
      footprint.postings += result.accepted;
      footprint.wal += (await walBytes(database)) - before.wal;
      footprint.disk += (await ledgerBytes(database)) - before.disk;
      footprints.set(name, footprint);
      return result;
    },
  };
}
