import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMAND_BOUNDS } from "../../src/platform/db/bounds.ts";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { countTransferFaults, runScript, settle } from "./cluster.store.ts";
import type { Cluster } from "./cluster.ts";
import { ensurePgbench, type Pgbench, pgbenchOn } from "./pgbench.ts";
import type { Phase } from "./results.ts";

const CLIENTS = 16;
const fileOf = (name: string): string => join(import.meta.dirname, name);

export const TPCB = "tpcb";
export const FUNCTION_SPREAD = "function spread";
export const FUNCTION_HOT = "function hot";

/** What the product is held against: pgbench's TPC-B, and a transfer function without the product. */
export type Functions = {
  readonly tpcb: Phase;
  readonly functions: readonly Phase[];
  /** Throws when the hand-written function's books do not balance. */
  verify(): Promise<void>;
  close(): Promise<void>;
};

/** pgbench on a database of its own on the same PostgreSQL. */
export async function openFunctions(cluster: Cluster, scale: number): Promise<Functions> {
  const program = ensurePgbench();
  const url = await cluster.createDatabase("pgbench");
  const pgbench = pgbenchOn(program, url);
  const database: Database = openDatabase(url, { poolSize: 1, bounds: COMMAND_BOUNDS });
  await pgbench.initialise(scale);
  await runScript(database, readFileSync(fileOf("transfer-function.sql"), "utf8"));
  await settle(database);
  return {
    tpcb: phaseOf(pgbench, { key: TPCB, label: `pgbench TPC-B, ${CLIENTS} clients` }),
    functions: [
      phaseOf(pgbench, {
        key: FUNCTION_SPREAD,
        label: `transfer function by hand, ${CLIENTS} clients, spread`,
        script: fileOf("transfer-spread.sql"),
      }),
      phaseOf(pgbench, {
        key: FUNCTION_HOT,
        label: `transfer function by hand, ${CLIENTS} clients, one hot account`,
        script: fileOf("transfer-hot.sql"),
      }),
    ],
    async verify() {
      const faults = await countTransferFaults(database);
      if (faults > 0) throw new Error(`${faults} accounts of the transfer function are wrong.`);
    },
    close: () => database.close(),
  };
}

function phaseOf(pgbench: Pgbench, it: { key: string; label: string; script?: string }): Phase {
  const { key, label, ...script } = it;
  return {
    key,
    label,
    isGoal: true,
    async run({ seconds }) {
      const { perSecond } = await pgbench.measure({ ...script, clients: CLIENTS, seconds });
      return { perSecond };
    },
  };
}
