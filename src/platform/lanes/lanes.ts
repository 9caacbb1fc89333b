import { availableParallelism } from "node:os";
import { laneBatches, laneWaiting } from "../telemetry/metrics.ts";

export type LaneLimits = {
  /** How many batches may be under way at once, each on a connection of its own. */
  readonly lanes: number;
  readonly batchMaximum: number;
  /** Beyond so many waiting items the next is refused: a queue that grows only makes all of them late. */
  readonly waitingMaximum: number;
};

/** More make smaller batches than they save waiting. */
const LANES_MAXIMUM = 8;

/**
 * A lane for each processor: while PostgreSQL works on some batches, this process prepares the others.
 * Measured on two processors, 64 connections: one or two lanes carry out a third more than four. One
 * would leave a slow disk nothing to overlap with. Beyond 256 a batch only gets later.
 */
export const DEFAULT_LANES: LaneLimits = {
  lanes: Math.min(Math.max(availableParallelism(), 2), LANES_MAXIMUM),
  batchMaximum: 256,
  waitingMaximum: 2000,
};

/**
 * With fewer waiting items than this, all lanes share one batch: two batches of eight cost half as much
 * again as one of sixteen.
 */
const SPLIT_FROM = 32;

export type LaneWork<Item, Answer> = {
  /** For the metrics. */
  readonly name: string;
  /** Items of one owner keep their order; owners are spread over the lanes by this number. */
  laneOf(item: Item): number;
  /** Two items that share a key are never in one batch: the later waits for the next. */
  keysOf(item: Item): readonly string[];
  /** Carries a batch out in one transaction: one answer per item, in their order. */
  run(batch: readonly Item[]): Promise<readonly Answer[]>;
  /**
   * Whether one item alone may have caused the error. If so, the items of the batch are tried one by
   * one. Any other error also fails the items that wait behind the batch: they have waited once, and
   * would wait as long again.
   */
  canRetryIndividually(error: unknown): boolean;
};

export type Lanes<Item, Answer> = {
  /** The item's answer, or null at once when too many are waiting or the lanes were told to drain. */
  submit(item: Item): Promise<Answer> | null;
  /** Takes nothing new; resolves when all that was taken has its answer. */
  drain(): Promise<void>;
};

type Waiting<Item, Answer> = {
  readonly item: Item;
  readonly keys: readonly string[];
  resolve(answer: Answer): void;
  reject(error: unknown): void;
};

/**
 * Batches concurrent requests without a timer: items that arrive while a lane runs a batch form its next
 * batch. An idle server answers at once, and a busy one carries out many requests in a few statements. A
 * lane runs one batch at a time, so the items of one owner keep their order. Under light load all lanes
 * share one batch.
 */
export function createLanes<Item, Answer>(
  work: LaneWork<Item, Answer>,
  limits: LaneLimits,
): Lanes<Item, Answer> {
  const queues = Array.from({ length: limits.lanes }, (): Waiting<Item, Answer>[] => []);
  const splitFrom = Math.min(SPLIT_FROM, limits.batchMaximum);
  /** Lanes that run a batch; all of them while they share one. */
  const busy = new Set<number>();
  let waiting = 0;
  let isScheduled = false;
  let draining: { resolve(): void } | null = null;

  function submit(item: Item): Promise<Answer> | null {
    if (draining || waiting >= limits.waitingMaximum) return null;
    const lane = work.laneOf(item) % limits.lanes;
    return new Promise((resolve, reject) => {
      queues[lane]?.push({ item, keys: work.keysOf(item), resolve, reject });
      count(1);
      if (isScheduled) return;
      isScheduled = true;
      // Not now: what arrived in the same turn of the event loop comes along.
      setImmediate(() => {
        isScheduled = false;
        startBatches(splitFrom / limits.lanes);
      });
    });
  }

  function count(change: number): void {
    waiting += change;
    laneWaiting.inc({ lanes: work.name }, change);
    if (waiting === 0) draining?.resolve();
  }

  function startBatches(enough: number): void {
    const queued = queues.map(({ length }) => length);
    for (const lanes of batchesToStart(queued, { busy, splitFrom, enough })) void runBatch(lanes);
  }

  /** One batch of all that waits in these lanes. */
  async function runBatch(lanes: readonly number[]): Promise<void> {
    const queue = lanes.flatMap((lane) => queues[lane] ?? []);
    const { batch, later } = nextBatch(queue, limits.batchMaximum);
    for (const lane of lanes) {
      busy.add(lane);
      queues[lane] = [];
    }
    for (const one of later) queues[work.laneOf(one.item) % limits.lanes]?.push(one);
    laneBatches.observe({ lanes: work.name }, batch.length);
    const failure = await carryOut(work, batch);
    count(-batch.length);
    if (failure !== null) count(-failAll(emptied(queues, lanes), failure.error));
    for (const lane of lanes) busy.delete(lane);
    // Items that waited for this batch are not held back for a larger one.
    startBatches(1);
  }

  return {
    submit,
    drain: () =>
      new Promise((resolve) => {
        draining = { resolve };
        if (waiting === 0) resolve();
      }),
  };
}

/** Takes all that waits in these lanes out of their queues. */
function emptied<Item, Answer>(
  queues: Waiting<Item, Answer>[][],
  lanes: readonly number[],
): Waiting<Item, Answer>[] {
  return lanes.flatMap((lane) => queues[lane]?.splice(0) ?? []);
}

function failAll<Item, Answer>(all: readonly Waiting<Item, Answer>[], error: unknown): number {
  for (const one of all) one.reject(error);
  return all.length;
}

/**
 * Which lanes start a batch, by the length of each queue; lanes in one list share a batch. While other
 * lanes are busy, a free lane starts once `enough` items wait in it.
 */
function batchesToStart(
  queued: readonly number[],
  { busy, splitFrom, enough }: { busy: ReadonlySet<number>; splitFrom: number; enough: number },
): number[][] {
  const total = queued.reduce((sum, count) => sum + count, 0);
  if (total === 0) return [];
  if (busy.size === 0 && total < splitFrom) return [[...queued.keys()]];
  const worthIt = busy.size === 0 ? 1 : Math.max(1, enough);
  const starting = [...queued.keys()].filter(
    (lane) => !busy.has(lane) && (queued[lane] ?? 0) >= worthIt,
  );
  return starting.map((lane) => [lane]);
}

/** The first items of the queue without two that share a key; the others keep their order. */
function nextBatch<Item, Answer>(
  queue: readonly Waiting<Item, Answer>[],
  maximum: number,
): { batch: Waiting<Item, Answer>[]; later: Waiting<Item, Answer>[] } {
  const batch: Waiting<Item, Answer>[] = [];
  const later: Waiting<Item, Answer>[] = [];
  const taken = new Set<string>();
  for (const [index, one] of queue.entries()) {
    if (batch.length === maximum) {
      later.push(...queue.slice(index));
      break;
    }
    const isFree = one.keys.every((key) => !taken.has(key));
    for (const key of one.keys) taken.add(key);
    (isFree ? batch : later).push(one);
  }
  return { batch, later };
}

/** Items of a batch that failed are tried one by one for no longer than this from its beginning. */
const ONE_BY_ONE_MILLISECONDS = 5000;

/**
 * Never throws: every item gets its answer or its error. Answers the error that is not one item's own,
 * or null.
 */
async function carryOut<Item, Answer>(
  work: LaneWork<Item, Answer>,
  batch: readonly Waiting<Item, Answer>[],
): Promise<{ error: unknown } | null> {
  const began = performance.now();
  const first = await tryAll(work, batch);
  if (first === null) return null;
  const isCommon = !work.canRetryIndividually(first.error);
  if (batch.length === 1 || isCommon) {
    for (const one of batch) one.reject(first.error);
    return isCommon ? first : null;
  }
  for (const [index, one] of batch.entries()) {
    const failure = await tryAll(work, [one]);
    if (failure === null) continue;
    one.reject(failure.error);
    const isLate = performance.now() - began > ONE_BY_ONE_MILLISECONDS;
    if (!isLate && work.canRetryIndividually(failure.error)) continue;
    for (const other of batch.slice(index + 1)) other.reject(failure.error);
    return work.canRetryIndividually(failure.error) ? null : failure;
  }
  return null;
}

async function tryAll<Item, Answer>(
  work: LaneWork<Item, Answer>,
  batch: readonly Waiting<Item, Answer>[],
): Promise<{ error: unknown } | null> {
  try {
    const answers = await work.run(batch.map(({ item }) => item));
    for (const [index, one] of batch.entries()) one.resolve(answers[index] as Answer);
    return null;
  } catch (error) {
    return { error };
  }
}
