import type { Footprint } from "./bytes.ts";
import { FUNCTION_HOT } from "./functions.ts";
import { wayKey } from "./http-phases.ts";
import { median, type Results } from "./results.ts";

export type Goal = {
  readonly name: string;
  readonly wanted: string;
  readonly measured: string;
  /** Null when this run did not measure it. */
  readonly isMet: boolean | null;
  /** In percent of what was wanted. */
  readonly byHowMuch: string;
};

/**
 * pgledger cannot be installed from npm or Debian, so it is not in the run: the design measured its
 * one hot account at 1,340 against 6,500 of TPC-B on the same machine.
 */
const PGLEDGER_HOT_TO_TPCB = 0.2;

/** By key of the row: the reads that have a goal. */
export const READS = {
  "read wallet": "wallet",
  "read movements": "movements",
  "read product": "one product",
  "read list": "product list",
  "read search common": "search for a word of thousands of products",
  "read search rare": "search for a word of a hundred products",
  "read search unique": "search for a word of one product",
} as const;

export const LARGE = "awards large";
export const SMALL_BESIDE_LARGE = "awards small beside large";
export const RECOUNT = "recount";
export const RECOUNT_LARGE = "recount large";
export const TILL_QUIET = "till quiet";
export const TILL_AT_MIDNIGHT = "till at midnight";
export const TILL_PACED_QUIET = "till paced quiet";
export const TILL_PACED_AT_MIDNIGHT = "till paced at midnight";

const spread = { connections: 64, hot: false, coalescing: true, processes: 1 } as const;
const AWARDS = wayKey("awards", spread);
const CONVERSIONS = wayKey("conversions", spread);
const ORDERS = wayKey("orders", spread);

/** The goals of the design, in its order, held against this run. */
export function decideGoals(
  results: Results,
  { deadlocks, footprints }: { deadlocks: number; footprints: ReadonlyMap<string, Footprint> },
): Goal[] {
  const toTpcb = (key: string) => median(results.samplesOf(key).map(({ ratio }) => ratio));
  const pair = (kind: string, change: object) =>
    ratioOf(results, wayKey(kind, { ...spread, ...change }), wayKey(kind, spread));
  const inverse = (kind: string, change: object) =>
    ratioOf(results, wayKey(kind, spread), wayKey(kind, { ...spread, ...change }));
  const p99 = (key: string) =>
    median(results.samplesOf(key).map((sample) => sample.p99Milliseconds ?? Number.NaN));
  const speed = (key: string) => median(results.samplesOf(key).map(({ perSecond }) => perSecond));
  const log = (name: string) => {
    const { wal, postings } = footprints.get(name) ?? { wal: Number.NaN, postings: 1 };
    return wal / postings;
  };
  return [
    atLeast("awards over HTTP, 64 connections, to TPC-B", 2.5, toTpcb(AWARDS)),
    atLeast("bulk awards of 100, to TPC-B", 8, toTpcb("bulk 100")),
    atLeast("bulk awards of 500, to TPC-B", 8, toTpcb("bulk 500")),
    atLeast("conversions over HTTP, 64 connections, to TPC-B", 1.5, toTpcb(CONVERSIONS)),
    atLeast("orders over HTTP, 64 connections, to TPC-B", 0.5, toTpcb(ORDERS)),
    atLeast(
      `conversions, to pgledger's hot account (${PGLEDGER_HOT_TO_TPCB} × TPC-B in the design)`,
      5,
      toTpcb(CONVERSIONS) / PGLEDGER_HOT_TO_TPCB,
    ),
    atLeast(
      "conversions, to the transfer function's hot account (no goal)",
      0,
      ratioOf(results, CONVERSIONS, FUNCTION_HOT),
    ),
    atLeast("awards, one hot shop to spread", 0.9, pair("awards", { hot: true })),
    atLeast("conversions, one hot shop to spread", 0.9, pair("conversions", { hot: true })),
    atLeast("awards, two processes to one", 0.8, pair("awards", { processes: 2 })),
    atLeast("conversions, two processes to one", 0.8, pair("conversions", { processes: 2 })),
    atLeast("orders, one hot product to spread", 0.9, pair("orders", { hot: true })),
    atMost("deadlocks in the whole run", 0, deadlocks),
    atMost("bytes of log an award", 2_500, log("award over HTTP")),
    atMost("bytes of log a conversion", 3_500, log("conversion over HTTP")),
    atLeast("awards, coalescing on to off", 1.7, inverse("awards", { coalescing: false })),
    atLeast(
      "conversions, coalescing on to off",
      1.7,
      inverse("conversions", { coalescing: false }),
    ),
    atMost("p99 ms of awards at half of the peak", 25, p99("awards paced")),
    atMost("p99 ms of conversions at half of the peak", 25, p99("conversions paced")),
    atMost("p99 ms of orders at half of the peak", 25, p99("orders paced")),
    ...Object.entries(READS).map(([key, name]) =>
      atMost(`p99 ms of reads: ${name}, 64 connections`, 25, p99(key)),
    ),
    atLeast(
      "awards on 20,000,000 entries to the small database",
      0.9,
      ratioOf(results, LARGE, SMALL_BESIDE_LARGE),
    ),
    atLeast("recount, entries a second (small database)", 1_000_000, speed(RECOUNT)),
    atLeast("recount, entries a second (20,000,000 entries)", 1_000_000, speed(RECOUNT_LARGE)),
    atLeast(
      "the till while a million lots expire, to a quiet one",
      0.9,
      ratioOf(results, TILL_AT_MIDNIGHT, TILL_QUIET),
    ),
    atMost("p99 ms of that till at half of its peak", 25, p99(TILL_PACED_AT_MIDNIGHT)),
  ];
}

/** Round by round, because what is measured minutes apart on a shared machine compares badly. */
function ratioOf(results: Results, key: string, to: string): number {
  const below = results.samplesOf(to);
  return median(
    results.samplesOf(key).flatMap(({ perSecond }, round) => {
      const other = below[round];
      return other ? [perSecond / other.perSecond] : [];
    }),
  );
}

function atLeast(name: string, wanted: number, measured: number): Goal {
  const isKnown = Number.isFinite(measured);
  return {
    name,
    wanted: wanted === 0 ? "" : `≥ ${number(wanted)}`,
    measured: isKnown ? number(measured) : "",
    isMet: isKnown ? measured >= wanted : null,
    byHowMuch: `${Math.ceil(100 * (1 - measured / wanted))} %`,
  };
}

function atMost(name: string, wanted: number, measured: number): Goal {
  const isKnown = Number.isFinite(measured);
  return {
    name,
    wanted: `≤ ${number(wanted)}`,
    measured: isKnown ? number(measured) : "",
    isMet: isKnown ? measured <= wanted : null,
    byHowMuch: wanted === 0 ? number(measured) : `${Math.ceil(100 * (measured / wanted - 1))} %`,
  };
}

function number(value: number): string {
  return value >= 100
    ? Math.round(value).toLocaleString("en")
    : String(Math.round(value * 100) / 100);
}
