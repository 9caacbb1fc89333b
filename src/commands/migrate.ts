import { readTextClashes, type TextClash } from "../platform/db/text-clash.store.ts";
import type { Command } from "./command.ts";
import { open } from "./open.ts";

/** `GET /operator/text-clashes` lists all of them. */
const CLASHES_PRINTED = 1_000;

export const migrateCommand: Command = {
  summary: "Bring the database to this version and stop.",
  usage: "tongdui migrate",
  async run() {
    const opened = await open({ beside: true });
    const { database } = opened.app.deps;
    const clashes = await readTextClashes(database, { after: null, limit: CLASHES_PRINTED });
    await opened.close();
    console.log("The database has every migration of this version.");
    for (const clash of clashes) console.log(describeClash(clash));
    return 0;
  },
};

/** Values are quoted as JSON, because what differs may not be visible. */
function describeClash({ place, rowId, value, canonical, takenBy }: TextClash): string {
  const why =
    canonical === null
      ? "has no canonical form"
      : `would be ${JSON.stringify(canonical)}, which ${takenBy} has`;
  return `Left as it is: ${place} of ${rowId}, ${JSON.stringify(value)}, ${why}.`;
}
