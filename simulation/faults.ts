import { checkAudit } from "./auditor.ts";
import type { SimulatedDatabase } from "./machinery/database.ts";
import { pause } from "./machinery/locks.ts";
import type { PostgresProxy, Strike, Struck } from "./machinery/postgres-proxy.ts";
import type { ServerProcess } from "./machinery/server-process.ts";
import { localDay } from "./model/local-days.ts";
import { expectSame } from "./model/violation.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

export type Node = { readonly process: ServerProcess; readonly proxy: PostgresProxy };

/** What is broken on purpose, and how many of each are in a deck. */
const DECK = {
  "connection cut before the commit": 3,
  "connection cut after the commit, before its answer": 4,
  "connection cut at a statement": 2,
  "all connections of a server cut": 2,
  "server killed": 1,
  "server killed between commit and answer": 1,
  "server stopped while it works": 1,
  "database killed": 1,
  "database killed between commit and answer": 1,
  "database process killed": 1,
  "clock moved": 4,
} as const;
export type FaultName = keyof typeof DECK;
export const FAULT_NAMES = Object.keys(DECK) as FaultName[];

/** Long enough for some commit to come by; an armed fault that meets none is not counted. */
const STRIKES_WITHIN_MILLISECONDS = 1_500;
/** Several commits pass in a second, of batches one or two; of one operation alone hardly more than one. */
const PASSING_MOST = { any: 3, named: 1, lockstep: 1 };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const JUMPS = [70_000, 6 * MINUTE, 20 * MINUTE, HOUR, 8 * HOUR, DAY, DAY, 2 * DAY, 4 * DAY];

/** Breaks things one after another, and mends them. */
export class Faults {
  readonly counts: Record<string, number> = {};
  readonly #world: World;
  readonly #database: SimulatedDatabase;
  readonly #nodes: readonly Node[];
  readonly #random: Random;
  #deck: FaultName[] = [];
  #decks = 0;
  #arms = 0;

  constructor(it: {
    world: World;
    database: SimulatedDatabase;
    nodes: readonly Node[];
    random: Random;
  }) {
    this.#world = it.world;
    this.#database = it.database;
    this.#nodes = it.nodes;
    this.#random = it.random;
  }

  /** The next fault of the shuffled deck. The first deck has one of each, so that even a short run meets all. */
  draw(): FaultName {
    if (this.#deck.length === 0) {
      const isFirst = this.#decks === 0;
      const times = (name: FaultName) => (isFirst && name !== "clock moved" ? 1 : DECK[name]);
      const cards = FAULT_NAMES.flatMap((name) => Array<FaultName>(times(name)).fill(name));
      this.#deck = this.#random.shuffled(cards);
      this.#decks += 1;
    }
    return this.#deck.pop() as FaultName;
  }

  /**
   * Brings the fault about while `work` is done, and answers when everything runs again. An armed fault
   * that met nothing to strike goes back on top of the deck.
   */
  async strike(name: FaultName, work: () => Promise<unknown>): Promise<void> {
    if (name === "clock moved") {
      await work();
      await this.moveClock(this.#random.pick(JUMPS));
      return;
    }
    const calm = this.#world.wire.disturb();
    try {
      if (await this.#carryOut(name, work)) this.#count(name);
      else this.#deck.push(name);
    } finally {
      calm();
    }
  }

  async #carryOut(name: Exclude<FaultName, "clock moved">, work: () => Promise<unknown>) {
    const node = this.#random.pick(this.#nodes);
    switch (name) {
      case "connection cut before the commit":
        return this.#armed(node, { at: "before_commit", work });
      case "connection cut after the commit, before its answer":
        return this.#armed(node, { at: "after_commit", work });
      case "connection cut at a statement":
        return this.#armed(node, { at: "statement", work });
      case "all connections of a server cut": {
        const cut = node.proxy.cutAll();
        await work();
        return cut > 0;
      }
      case "server killed":
        return this.#restarted(node, work, () => node.process.kill());
      case "server stopped while it works":
        return this.#restarted(node, work, () => node.process.stop());
      case "server killed between commit and answer":
        return this.#struckAtCommit(node, work, {
          kill: () => node.process.kill(),
          isServer: true,
        });
      case "database killed between commit and answer": {
        const kill = async () => void this.#database.kill();
        return this.#struckAtCommit(node, work, { kill, isServer: false });
      }
      case "database killed":
        return this.#recovered(work, async () => void this.#database.kill());
      case "database process killed":
        return this.#recovered(work, () => this.#database.killBackend());
    }
  }

  /** Cuts the connection of a message of that sort. */
  async #armed(
    node: Node,
    { at, work }: { at: Strike; work: () => Promise<unknown> },
  ): Promise<boolean> {
    let isStruck = false;
    this.#arm(node, at, ({ cut }) => {
      isStruck = true;
      cut();
    });
    await this.#whileWorking(work, () => isStruck);
    node.proxy.disarm();
    return isStruck;
  }

  async #struckAtCommit(
    node: Node,
    work: () => Promise<unknown>,
    { kill, isServer }: { kill(): Promise<void>; isServer: boolean },
  ): Promise<boolean> {
    let struck: Promise<void> | null = null;
    this.#arm(node, "after_commit", () => {
      struck = kill().then(() =>
        isServer ? node.process.start() : this.#database.waitUntilBack(),
      );
    });
    await this.#whileWorking(work, () => struck !== null);
    node.proxy.disarm();
    await (struck ?? Promise.resolve());
    return struck !== null;
  }

  /**
   * Some pass before one is struck, so that it is any of them, and not always the first that is sent.
   * Every other time it is one of a batch, for among all commits those are few.
   */
  #arm({ proxy }: Node, at: Strike, act: (struck: Struck) => void): void {
    this.#arms += 1;
    const named = at !== "statement" && this.#arms % 2 === 0;
    const most = PASSING_MOST[this.#world.wire.isLockstep ? "lockstep" : named ? "named" : "any"];
    proxy.arm({ at, named, passing: this.#random.between(0, most) }, (struck) => {
      const kind = struck.isNamed ? "of a batch" : "of a single request or job";
      if (at !== "statement") this.#world.count(`commits struck: ${kind}`);
      act(struck);
    });
  }

  async #whileWorking(work: () => Promise<unknown>, isStruck: () => boolean): Promise<void> {
    const working = work();
    const deadline = performance.now() + STRIKES_WITHIN_MILLISECONDS;
    while (!isStruck() && performance.now() < deadline) await pause(5);
    await working;
  }

  async #restarted(node: Node, work: () => Promise<unknown>, end: () => Promise<void>) {
    await end();
    const done = work();
    await node.process.start();
    await done;
    return true;
  }

  async #recovered(work: () => Promise<unknown>, kill: () => Promise<void>) {
    await kill();
    const done = work();
    await pause(50);
    await this.#database.waitUntilBack();
    await done;
    return true;
  }

  /** Nobody is under way when a day goes by; what was under way is settled first, and the books are asked. */
  async moveClock(by: number): Promise<void> {
    await this.#world.gate.alone(async () => {
      await checkAudit(this.#world, this.#database.direct, this.#random);
      this.#world.count("audits while running");
      await this.setClock(this.#world.clock.lower + by);
    });
    this.#count("clock moved");
  }

  /** A few seconds go by while requests are under way; never over a midnight of one of the zones, where much changes at once. */
  async tick(): Promise<void> {
    const to = this.#world.clock.lower + this.#random.between(1, 20) * 1000;
    const zones = this.#world.zones();
    const isMidnight = zones.some(
      (zone) => localDay(to, zone) !== localDay(this.#world.clock.lower, zone),
    );
    if (isMidnight) return;
    await this.setClock(to);
  }

  async setClock(to: number): Promise<void> {
    const { clock } = this.#world;
    clock.upper = to;
    clock.stops.push(to);
    await Promise.all(this.#nodes.map(({ process }) => process.setClock(to)));
    clock.lower = to;
  }

  /** The operator changes the rules of the mall, at a moment at which nobody else does anything. */
  async changePolicies(): Promise<void> {
    const world = this.#world;
    const random = this.#random;
    await world.gate.alone(async () => {
      await this.setClock(world.clock.lower + 1000);
      const policies = {
        ...world.policy(),
        conversionFeeBasisPoints: random.pick([0, 125, 333, 1000]),
        commissionBasisPoints: random.pick([0, 250, 777]),
        pointValueFen: random.between(1, 3),
        saleReturnDays: random.pick([0, 0, 1, 2]),
      };
      const { answer } = await world.wire.settle(
        world.operator,
        { method: "PUT", path: "/operator/policies", body: policies },
        { random },
      );
      expectSame("changing the policies", answer.code, "ok");
      world.policies.push({ from: world.clock.lower, policies });
      await this.setClock(world.clock.lower + 1000);
    });
    world.count("policies changed");
  }

  #count(name: FaultName): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }
}
