import { bucketOf } from "../../kernel/bucket.ts";
import type { Err } from "../../kernel/result.ts";
import type { Database, Transaction } from "../db/database.ts";
import { isLockTimeout, isUnavailable } from "../db/failures.ts";
import {
  type OnceAnswer,
  type OnceRequest,
  runAllOnce,
  runInOneFlight,
} from "../idempotency/run-once.ts";
import { createLanes, type LaneLimits, type Lanes } from "../lanes/lanes.ts";
import type { AnyRequest, Batched, Endpoint, Reply } from "./endpoint.ts";

type Item = { readonly request: AnyRequest; readonly once: OnceRequest | null };
type Outcome = Reply | OnceAnswer | Err;

/** The lanes of one endpoint: each batch is one transaction, with the answers kept in it. */
export function openEndpointLanes(
  endpoint: Pick<Endpoint, "method" | "path"> & { readonly batched: Batched<AnyRequest> },
  { database, lanes }: { database: Database; lanes: LaneLimits },
): Lanes<Item, Outcome> {
  const { batched } = endpoint;
  return createLanes<Item, Outcome>(
    {
      name: `${endpoint.method} ${endpoint.path}`,
      laneOf: ({ request }) => bucketOf(batched.ownerOf(request)),
      keysOf: ({ request, once }) => [
        ...(batched.takesTurns?.(request) ?? []),
        ...(once ? [`key ${once.caller} ${once.key}`] : []),
      ],
      run: (batch) => carryOut(database, batched, batch),
      canRetryIndividually: (error) => isLockTimeout(error) || !isUnavailable(error),
    },
    { ...lanes, ...batched.limits },
  );
}

/** In one flight what can be, the rest in two. */
async function carryOut(
  database: Database,
  batched: Batched<AnyRequest>,
  batch: readonly Item[],
): Promise<readonly Outcome[]> {
  const work = batched.planFlight?.(batch.map(({ request }) => request));
  if (!work) return carryOutInTwo(database, batched, batch);
  const keys = batch.map(({ once }) => once);
  const answers: (Outcome | null)[] = [...(await runInOneFlight(database, keys, work))];
  const left = batch.filter((_, index) => answers[index] === null);
  if (left.length === 0) return answers as Outcome[];
  const others = (await carryOutInTwo(database, batched, left)).values();
  return answers.map((answer) => answer ?? (others.next().value as Outcome));
}

function carryOutInTwo(
  database: Database,
  { readAll, handleAll, readKept }: Batched<AnyRequest>,
  batch: readonly Item[],
): Promise<readonly Outcome[]> {
  const requests = batch.map(({ request }) => request);
  const once = batch.map((item) => item.once);
  const read = async (sql: Transaction) => readAll?.(requests, sql);
  if (once.every((key) => key === null)) {
    return database.posting(async (sql) => handleAll(requests, sql, await read(sql)));
  }
  return runAllOnce(database, once, {
    read,
    carryOut: (sql, fresh, facts) =>
      handleAll(
        fresh.map((index) => requests[index] as AnyRequest),
        sql,
        facts,
      ),
    readKept: async (sql, kept) =>
      readKept?.(
        kept.map(({ index, keptAs }) => ({ request: requests[index] as AnyRequest, keptAs })),
        sql,
      ) ?? new Map(),
  });
}
