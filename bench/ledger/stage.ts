import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../src/kernel/clock.ts";
import { createIds, type IdSource } from "../../src/kernel/ids.ts";
import { addCalendarDays, DEFAULT_TIME_ZONE, localDay } from "../../src/kernel/local-day.ts";
import { audit, auditChanges } from "../../src/ledger/index.ts";
import { COMMAND_BOUNDS } from "../../src/platform/db/bounds.ts";
import { type Database, openDatabase } from "../../src/platform/db/database.ts";
import { migrate } from "../../src/platform/db/migrate.ts";
import { countDeadlocks, countEntries, countPostings } from "./cluster.store.ts";
import type { Cluster } from "./cluster.ts";
import type { Crowd } from "./load/plan.ts";
import { type Customer, giveMallPoints, preload } from "./preload.ts";
import { type Server, startServer } from "./server.ts";
import {
  type AskedQuote,
  askQuotes,
  OPERATOR,
  openSeller,
  openShops,
  type Shop,
  type SignedIn,
  signIn,
} from "./town.ts";

/** The hot one and the others. */
const SHOPS = 33;
/** The hot one and the others. */
const REDEEMABLES = 65;
const SIGNED_IN_EACH = 5_000;
/** Of as many people the load process keeps the names. */
const KNOWN_EACH = 200_000;
/** A lot lasts for fifty conversions. */
const POINTS_EACH = 5_000;
const LOTS_EXPIRE_IN_DAYS = 200;

export type Recounted = { readonly entries: number; readonly seconds: number };

export type Stage = {
  readonly name: string;
  readonly folder: string;
  readonly databaseUrl: string;
  readonly database: Database;
  readonly ids: IdSource;
  readonly shops: readonly Shop[];
  /** Who may convert; of the first shop, and of the others. */
  readonly hot: readonly SignedIn[];
  readonly spread: readonly SignedIn[];
  readonly quotes: readonly AskedQuote[];
  /** What the mall has to redeem. */
  readonly redeemables: readonly string[];
  readonly crowdFile: string;
  readonly coalescing: readonly Server[];
  /** Servers with coalescing switched off; none on a stage that does not compare. */
  readonly single: readonly Server[];
  readonly loadSeconds: number;
  /** Tells what the servers accepted, so that the books can be held against it. */
  expect(kind: "earn" | "convert" | "hold", count: number): void;
  /** Throws unless the ledger has exactly what was accepted and balances. */
  verify(): Promise<Recounted>;
  /** The same of what changed since the last recount; its entries are those written since. */
  verifyChanges(): Promise<Recounted>;
  countDeadlocks(): Promise<number>;
  close(): Promise<void>;
};

export type StageSize = {
  readonly name: string;
  readonly customers: number;
  readonly postingsEach: number;
  readonly servers: { readonly coalescing: number; readonly single: number };
  /** Where the measured servers leave a CPU profile when they stop; null for nowhere. */
  readonly profileFolder: string | null;
};

/** A database of the product's own with shops, customers and years of postings, and servers over it. */
export async function openStage(cluster: Cluster, size: StageSize): Promise<Stage> {
  const databaseUrl = await cluster.createDatabase(size.name);
  await migrate(databaseUrl);
  const folder = join(cluster.folder, size.name);
  mkdirSync(folder);
  const database = openDatabase(databaseUrl, { bounds: COMMAND_BOUNDS });
  const ids = createIds();
  const start = (coalescing: boolean, profileFolder = size.profileFolder) =>
    startServer({ databaseUrl, folder, coalescing, operator: OPERATOR, profileFolder });
  // A server of its own for the preparations: the measured ones begin on tables that are full.
  const first = await start(true, null);
  const shops = await openShops(first.port, SHOPS);
  const redeemables = await openSeller(first.port, REDEEMABLES);
  const startedAt = performance.now();
  const customers = await load(database, { ids, shops, size });
  const loadSeconds = (performance.now() - startedAt) / 1000;
  const signedIn = await signInSome(database, ids, customers);
  await giveMallPoints(database, [...signedIn.hot, ...signedIn.spread]);
  const quotes = await askQuotes(first.port, {
    shops,
    customers: [...signedIn.hot, ...signedIn.spread],
  });
  await first.stop();
  const crowdFile = join(folder, "crowd.json");
  writeFileSync(crowdFile, JSON.stringify({ redeemables, ...crowdOf(shops, customers, signedIn) }));
  const coalescing: Server[] = [];
  const single: Server[] = [];
  for (let count = 0; count < size.servers.coalescing; count += 1)
    coalescing.push(await start(true));
  for (let count = 0; count < size.servers.single; count += 1) single.push(await start(false));
  const base = {
    name: size.name,
    folder,
    databaseUrl,
    database,
    ids,
    shops,
    redeemables,
    crowdFile,
    loadSeconds,
  };
  return {
    ...base,
    ...signedIn,
    ...(await booksOf(database, size.name)),
    quotes,
    coalescing,
    single,
    countDeadlocks: () => countDeadlocks(database),
    async close() {
      for (const server of [...coalescing, ...single]) await server.stop();
      await database.close();
    },
  };
}

function load(
  database: Database,
  { ids, shops, size }: { ids: IdSource; shops: readonly Shop[]; size: StageSize },
): Promise<Customer[]> {
  return preload(database, {
    ids,
    shopIds: shops.map(({ id }) => id),
    load: {
      customers: size.customers,
      postingsEach: size.postingsEach,
      pointsEach: POINTS_EACH,
      firstExpiry: addCalendarDays(
        localDay(systemClock.now(), DEFAULT_TIME_ZONE),
        LOTS_EXPIRE_IN_DAYS,
      ),
      firstNumber: 0,
      // Every second customer is one of the hot shop.
      shopOf: (index) => (index % 2 === 0 ? 0 : 1 + (((index - 1) / 2) % (shops.length - 1))),
    },
  });
}

async function signInSome(
  database: Database,
  ids: IdSource,
  customers: readonly Customer[],
): Promise<{ hot: SignedIn[]; spread: SignedIn[] }> {
  const hot = customers.filter(({ shop }) => shop === 0).slice(0, SIGNED_IN_EACH);
  const spread = customers.filter(({ shop }) => shop !== 0).slice(0, SIGNED_IN_EACH);
  return {
    hot: await signIn(database, { ids, customers: hot }),
    spread: await signIn(database, { ids, customers: spread }),
  };
}

/** Those who are signed in, and others, picked evenly from all so that the load reaches everywhere. */
function crowdOf(
  shops: readonly Shop[],
  customers: readonly Customer[],
  signedIn: { hot: readonly SignedIn[]; spread: readonly SignedIn[] },
): Omit<Crowd, "redeemables"> {
  const pick = (some: readonly SignedIn[], isHot: boolean) => {
    const others = customers.filter(({ shop }) => (shop === 0) === isHot).slice(some.length);
    const step = Math.max(1, Math.floor(others.length / KNOWN_EACH));
    return [...some, ...others.filter((_, index) => index % step === 0)];
  };
  return { shops, hot: pick(signedIn.hot, true), spread: pick(signedIn.spread, false) };
}

async function booksOf(
  database: Database,
  name: string,
): Promise<Pick<Stage, "expect" | "verify" | "verifyChanges">> {
  const expected = await countPostings(database);
  let entriesBefore = 0;
  const checkCounts = async () => {
    const found = await countPostings(database);
    for (const kind of ["earn", "convert", "hold"]) {
      const [have, want] = [found.get(kind) ?? 0, expected.get(kind) ?? 0];
      if (have === want) continue;
      throw new Error(
        `${name}: ${want} postings of kind ${kind} were accepted, ${have} are there.`,
      );
    }
  };
  const recount = async (recountNow: typeof audit): Promise<Recounted> => {
    const startedAt = performance.now();
    const report = await recountNow(database, systemClock.now());
    const seconds = (performance.now() - startedAt) / 1000;
    if (report.balanced) return { entries: report.entries, seconds };
    const wrong = report.checks.filter(({ differences }) => differences > 0);
    throw new Error(`${name}: the books do not balance: ${JSON.stringify(wrong)}`);
  };
  return {
    expect(kind, count) {
      expected.set(kind, (expected.get(kind) ?? 0) + count);
    },
    async verify() {
      await checkCounts();
      const recounted = await recount(audit);
      entriesBefore = recounted.entries;
      return recounted;
    },
    async verifyChanges() {
      await checkCounts();
      const { seconds } = await recount(auditChanges);
      const entries = await countEntries(database);
      const written = entries - entriesBefore;
      entriesBefore = entries;
      return { entries: written, seconds };
    },
  };
}
