import { createHash } from "node:crypto";
import type { SoftwareAuthenticator } from "../src/identity/software-authenticator.fixture.ts";
import type { Caller } from "./machinery/caller.ts";
import { Gate, Mutex } from "./machinery/locks.ts";
import type { Answer, Mishap, Settled, Wire, WireRequest } from "./machinery/wire.ts";
import type { Rule } from "./model/award.ts";
import type { Changing } from "./model/changing.ts";
import type { Contended } from "./model/contended.ts";
import type { CustomerBooks } from "./model/customer.ts";
import type { Policies, RatioVersion } from "./model/exchange.ts";
import { emptyMoved, type Moved } from "./model/moved.ts";
import type { Seen } from "./model/seen.ts";
import { Violation } from "./model/violation.ts";
import type { Random } from "./random.ts";

export type Standing = "approved" | "suspended" | "pending";

export type Shop = {
  readonly index: number;
  readonly id: string;
  readonly till: Caller;
  readonly owner: Caller;
  readonly rules: readonly Rule[];
  readonly products: readonly { id: string; barcode: string; category: string }[];
  readonly standing: Changing<Standing>;
  /** How long the points of a sale wait; null for as long as the mall says. */
  readonly returnDays: Changing<number | null>;
  /** Null for the mall's. */
  readonly timeZone: string | null;
  readonly ratios: RatioVersion[];
  /** In fen. */
  readonly pool: Contended;
  /** Whoever changes standing, return period or ratio has it. */
  readonly desk: Mutex;
};

export type Good = {
  readonly index: number;
  readonly id: string;
  readonly seller: number;
  readonly kind: "physical" | "voucher" | "pickup";
  readonly price: Changing<number>;
  readonly stock: Contended;
  readonly desk: Mutex;
};

export type Seller = {
  readonly index: number;
  readonly id: string;
  readonly staff: Caller;
  readonly standing: Changing<Standing>;
  readonly desk: Mutex;
  commissionFreeUntil: number;
};

export type Customer = {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly caller: Caller;
  readonly device: SoftwareAuthenticator;
  readonly turn: Mutex;
  books: CustomerBooks;
  /** Of the session that `sessions` counts. */
  window: { session: number; until: number } | null;
  readonly log: string[];
  /** When the last line of the log was written. */
  lastAt: number;
};

/** A request that moves points, and what the rules make of its answer. */
export type Move = {
  readonly what: string;
  readonly caller: Caller;
  readonly request: WireRequest & { readonly key: string };
  /** What it takes from or adds to numbers that others change too, if it succeeds. */
  readonly draws: readonly { readonly from: Contended; readonly change: number }[];
  /** Throws a Violation, or brings the customer's books to where the answer leaves them. */
  judge(answer: Answer, seen: Seen): void;
};

type Watched<Value> = { value: Value; seen: Seen; end(isDone: boolean): void };
type Kept = {
  readonly caller: Caller;
  readonly request: WireRequest;
  readonly answer: Answer;
  readonly at: number;
};

const LOG_LINES = 25;
/** Requests that may be sent once more, later. */
const KEPT_ANSWERS = 200;

/** Everything there is, what the rules say about it, and the one way to do something to it. */
export class World {
  readonly random: Random;
  readonly wire: Wire;
  readonly gate = new Gate();
  /** The operator's requests that must not overtake each other. */
  readonly office = new Mutex();
  readonly customers: Customer[] = [];
  readonly shops: Shop[] = [];
  readonly sellers: Seller[] = [];
  readonly goods: Good[] = [];
  readonly moved: Moved = emptyMoved();
  readonly kept: Kept[] = [];
  readonly counts: Record<string, number> = {};
  /** Voucher codes that customers were shown, and on which order. */
  readonly codes = new Map<string, string>();
  readonly policies: { readonly from: number; readonly policies: Policies }[] = [];
  readonly pointsGranted = { left: 0 };
  /** The clock of every server is between the two; `stops`: every moment at which it ever stood. */
  readonly clock: { lower: number; upper: number; readonly stops: number[] };
  operator!: Caller;
  hasBatches = false;
  readonly #digest = createHash("sha256");
  #tick = 0;
  #operations = 0;

  constructor(it: { random: Random; wire: Wire; now: number }) {
    this.random = it.random;
    this.wire = it.wire;
    this.clock = { lower: it.now, upper: it.now, stops: [it.now] };
  }

  tick(): number {
    this.#tick += 1;
    return this.#tick;
  }

  get operations(): number {
    return this.#operations;
  }

  /** Of everything that customers did and how it ended: two runs in lockstep have the same. */
  digest(): string {
    return this.#digest.copy().digest("hex").slice(0, 16);
  }

  count(what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by;
  }

  /** The zone whose days the shop counts by. */
  zoneOf({ timeZone }: Pick<Shop, "timeZone">): string {
    return timeZone ?? this.policy().timeZone;
  }

  /** Every zone in which somebody counts days. */
  zones(): string[] {
    return [...new Set([this.policy().timeZone, ...this.shops.map((shop) => this.zoneOf(shop))])];
  }

  policy(): Policies {
    return (this.policies.at(-1) as (typeof this.policies)[number]).policies;
  }

  /** Does something while nobody is in between: the answer was decided in what it is told was seen. */
  async watching<Value>(
    work: () => Promise<Value>,
    draws: Move["draws"] = [],
  ): Promise<Watched<Value>> {
    const tickets = draws.map(({ from, change }) => ({ from, change, ticket: from.begin(change) }));
    const [from, firstTick] = [this.clock.lower, this.tick()];
    const value = await work();
    const [to, lastTick] = [this.clock.upper, this.tick()];
    const seen: Seen = {
      from,
      to,
      firstTick,
      lastTick,
      boundsOf(resource) {
        const drawn = tickets.find((one) => one.from === resource);
        if (!drawn) throw new Error("only what is drawn from is watched");
        return drawn.from.boundsOf(drawn.ticket);
      },
    };
    const end = (isDone: boolean) => {
      for (const one of tickets) one.from.end(one.ticket, isDone ? one.change : 0);
    };
    return { value, seen, end };
  }

  /**
   * Carries out one move, or two at once, whose order nobody knows: then the answers must be those of
   * one order or of the other. The customer's turn must be held.
   */
  async perform(
    moves: readonly Move[],
    { customer, random, mishap }: { customer: Customer; random: Random; mishap: Mishap },
  ): Promise<Answer[]> {
    const watched = await this.#sendAll(moves, { random, mishap });
    const answers = watched.map(({ value }) => value.answer);
    for (const [index, move] of moves.entries()) {
      this.note(customer, `${move.what} → ${answers[index]?.code}`);
    }
    const judge = (index: number) => {
      const [move, one] = [moves[index], watched[index]];
      if (move && one) move.judge(one.value.answer, one.seen);
    };
    judgeInSomeOrder(this.counts, customer, { judge, count: moves.length });
    for (const [index, one] of watched.entries()) {
      const { answer } = one.value;
      one.end(answer.status < 300);
      const move = moves[index];
      if (move && answer.status < 300) this.#keep(move, answer);
    }
    this.#operations += moves.length;
    return answers;
  }

  /** All at once; in lockstep one after another. */
  async #sendAll(
    moves: readonly Move[],
    options: { random: Random; mishap: Mishap },
  ): Promise<Watched<Settled>[]> {
    const send = (move: Move) =>
      this.watching(() => this.wire.settle(move.caller, move.request, options), move.draws);
    if (!this.wire.isLockstep) return Promise.all(moves.map(send));
    const watched: Watched<Settled>[] = [];
    for (const move of moves) {
      const one = await send(move);
      const isDone = one.value.answer.status < 300;
      // What comes after sees what it did.
      one.end(isDone);
      watched.push({ ...one, end: () => {} });
    }
    return watched;
  }

  /** For operations that are not moves. */
  countOperation(): void {
    this.#operations += 1;
  }

  note(customer: Customer, line: string): void {
    this.#digest.update(`${customer.index} ${line}\n`);
    customer.log.push(`${new Date(this.clock.lower).toISOString()} ${line}`);
    customer.lastAt = performance.now();
    if (customer.log.length > LOG_LINES) customer.log.shift();
  }

  #keep({ caller, request }: Move, answer: Answer): void {
    this.kept.push({ caller, request, answer, at: this.clock.lower });
    if (this.kept.length > KEPT_ANSWERS) this.kept.shift();
  }
}

function judgeInSomeOrder(
  counts: Record<string, number>,
  customer: Customer,
  { judge, count }: { judge(index: number): void; count: number },
): void {
  const before = count > 1 ? structuredClone(customer.books) : null;
  const countsBefore = { ...counts };
  try {
    for (let index = 0; index < count; index += 1) judge(index);
  } catch (error) {
    if (before === null || !(error instanceof Violation)) throw error;
    customer.books = before;
    for (const what of Object.keys(counts)) counts[what] = countsBefore[what] ?? 0;
    try {
      for (let index = count - 1; index >= 0; index -= 1) judge(index);
    } catch (other) {
      const because = [error.message, (other as Error).message].join("\n  and in the other: ");
      throw new Violation(`no order of two at once explains the answers.\n  In one: ${because}`);
    }
  }
}
