import { sum } from "./moved.ts";

/** Points that came together, gone from `expiresAt` on. Of one moment, those with the lower `number` are spent first. */
export type Lot = {
  readonly number: number;
  readonly expiresAt: number;
  readonly remaining: number;
  readonly source: string;
};
/** Points of a sale whose goods may still come back. */
export type WaitingLot = Omit<Lot, "number"> & { readonly maturesAt: number };
type Taken = Lot & { readonly amount: number };

/** What a customer may have of one unit. Plain data that is never changed: what happens makes another. */
export type Holding = {
  /** What can be spent. Below zero it is a debt, and there are no lots. */
  readonly balance: number;
  readonly lots: readonly Lot[];
  readonly lotsSoFar: number;
  readonly waiting: readonly WaitingLot[];
  /** What orders hold, by order, with the lots that it left. */
  readonly held: Readonly<Record<string, readonly Taken[]>>;
  /** All that ever expired, and how many sales' points became available after waiting. */
  readonly expired: number;
  readonly matured: number;
  /** What expired of the points of sales whose goods may still come back. */
  readonly expiredOf: Readonly<Record<string, number>>;
};

export const EMPTY: Holding = {
  balance: 0,
  lots: [],
  lotsSoFar: 0,
  waiting: [],
  held: {},
  expired: 0,
  matured: 0,
  expiredOf: {},
};

type Arriving = { readonly amount: number; readonly expiresAt: number; readonly source: string };

/** What could be spent. */
export function spendable({ balance, lots }: Holding, now: number): number {
  return balance - sum(lots.filter(isDue(now)).map(({ remaining }) => remaining));
}

export function waitingSum({ waiting }: Holding): number {
  return sum(waiting.map(({ remaining }) => remaining));
}

/** What is due of the points that can be spent goes. */
export function expireAvailable(holding: Holding, now: number): Holding {
  const due = sum(holding.lots.filter(isDue(now)).map(({ remaining }) => remaining));
  if (due === 0) return holding;
  return {
    ...holding,
    lots: holding.lots.filter((lot) => !isDue(now)(lot)),
    balance: holding.balance - due,
    expired: holding.expired + due,
    expiredOf: withExpired(holding, holding.lots.filter(isDue(now))),
  };
}

/** What is due goes also while it waits. */
export function expireWaiting(holding: Holding, now: number): Holding {
  const due = holding.waiting.filter(isDue(now));
  if (due.length === 0) return holding;
  return {
    ...holding,
    waiting: holding.waiting.filter((lot) => !isDue(now)(lot)),
    expired: holding.expired + sum(due.map(({ remaining }) => remaining)),
    expiredOf: withExpired(holding, due),
  };
}

/** From now on it is known what expires of the sale's points. */
export function follow(holding: Holding, sale: string): Holding {
  return { ...holding, expiredOf: { ...holding.expiredOf, [sale]: 0 } };
}

export function unfollow(holding: Holding, sale: string): Holding {
  const { [sale]: _, ...expiredOf } = holding.expiredOf;
  return { ...holding, expiredOf };
}

function withExpired(
  { expiredOf }: Holding,
  lots: readonly Pick<Lot, "source" | "remaining">[],
): Holding["expiredOf"] {
  const all = { ...expiredOf };
  for (const { source, remaining } of lots) {
    const before = all[source];
    if (before !== undefined) all[source] = before + remaining;
  }
  return all;
}

/** Points arrive: a debt is filled first, the rest is a lot. */
export function receive(holding: Holding, { amount, expiresAt, source }: Arriving): Holding {
  const number = holding.lotsSoFar + 1;
  const balance = holding.balance + amount;
  const remaining = Math.min(amount, Math.max(balance, 0));
  const lots = remaining === 0 ? [] : [{ number, expiresAt, remaining, source }];
  return { ...holding, balance, lotsSoFar: number, lots: inOrder([...holding.lots, ...lots]) };
}

/** Points of a sale arrive, and wait. */
export function keepWaiting(
  holding: Holding,
  { amount: remaining, expiresAt, source, maturesAt }: Arriving & { maturesAt: number },
): Holding {
  const lot = { expiresAt, remaining, source, maturesAt };
  return { ...holding, waiting: [...holding.waiting, lot] };
}

/** What has waited until its moment can be spent, the first to come first. */
export function mature(holding: Holding, at: number): Holding {
  const due = holding.waiting
    .filter(({ maturesAt }) => maturesAt <= at)
    .sort((left, right) => left.maturesAt - right.maturesAt);
  const rest: Holding = {
    ...holding,
    waiting: holding.waiting.filter(({ maturesAt }) => maturesAt > at),
    matured: holding.matured + due.length,
  };
  return due.reduce(
    (one, { remaining, ...lot }) => receive(one, { ...lot, amount: remaining }),
    rest,
  );
}

/** Points leave, nearest expiry first; those of `first` before all others. What is not there is owed. */
export function spend(holding: Holding, amount: number, first?: string): Holding {
  let wanted = Math.min(amount, Math.max(holding.balance, 0));
  const isOwn = ({ source }: Lot) => source === first;
  const { lots } = holding;
  const left = new Map<Lot, number>();
  for (const lot of [...lots.filter(isOwn), ...lots.filter((one) => !isOwn(one))]) {
    const share = Math.min(lot.remaining, wanted);
    left.set(lot, lot.remaining - share);
    wanted -= share;
  }
  if (wanted > 0) throw new Error("the model's lots do not cover its balance");
  return {
    ...holding,
    balance: holding.balance - amount,
    lots: lots
      .map((lot) => ({ ...lot, remaining: left.get(lot) ?? 0 }))
      .filter(({ remaining }) => remaining > 0),
  };
}

/**
 * Goods came back: what still waits of their sale goes first, then what can be spent, which may end in
 * debt. What is due has expired before.
 */
export function takeBack(
  holding: Holding,
  { amount, sale }: { amount: number; sale: string },
): Holding {
  let wanted = amount;
  const waiting = holding.waiting.flatMap((lot) => {
    if (lot.source !== sale) return [lot];
    const share = Math.min(lot.remaining, wanted);
    wanted -= share;
    return share === lot.remaining ? [] : [{ ...lot, remaining: lot.remaining - share }];
  });
  const rest = { ...holding, waiting };
  return wanted === 0 ? rest : spend(rest, wanted, sale);
}

/** An order sets points aside, and remembers which lots they left. */
export function hold(
  holding: Holding,
  { order, points }: { order: string; points: number },
): Holding {
  const after = spend(holding, points);
  const taken = holding.lots.flatMap((lot) => {
    const now = after.lots.find(({ number }) => number === lot.number)?.remaining ?? 0;
    return now === lot.remaining ? [] : [{ ...lot, amount: lot.remaining - now }];
  });
  return { ...after, held: { ...after.held, [order]: taken } };
}

/** What of the order's points comes back when their lots have expired. */
export function outlived(
  { held }: Holding,
  { order, now }: { order: string; now: number },
): number {
  return sum((held[order] ?? []).filter(isDue(now)).map(({ amount }) => amount));
}

/**
 * A cancelled order's points go back to the lots they left. Those whose lots have expired come in a
 * lot of their own, with grace.
 */
export function release(
  before: Holding,
  { order, now, graceUntil }: { order: string; now: number; graceUntil: number },
): Holding {
  const holding = expireAvailable(before, now);
  let { lots } = holding;
  const late = outlived(holding, { order, now });
  const taken = (holding.held[order] ?? []).filter((lot) => !isDue(now)(lot));
  for (const { amount, ...lot } of taken) {
    const there = lots.find(({ number }) => number === lot.number);
    const others = lots.filter((one) => one !== there);
    lots = inOrder([...others, { ...lot, remaining: (there?.remaining ?? 0) + amount }]);
  }
  const balance = holding.balance + sum(taken.map(({ amount }) => amount));
  const rest = { ...payOut(holding, order), lots, balance };
  return late === 0 ? rest : receive(rest, { amount: late, expiresAt: graceUntil, source: order });
}

/** A completed order's points are the seller's. */
export function payOut(holding: Holding, order: string): Holding {
  const { [order]: _, ...held } = holding.held;
  return { ...holding, held };
}

/** Of what is the same but for the way it came about, one. */
export function distinct(possible: readonly Holding[]): Holding[] {
  if (possible.length < 2) return [...possible];
  return [...new Map(possible.map((one) => [JSON.stringify(one), one])).values()];
}

export const isDue =
  (now: number) =>
  ({ expiresAt }: { readonly expiresAt: number }): boolean =>
    expiresAt <= now;

/** As they are spent. */
function inOrder(lots: readonly Lot[]): Lot[] {
  return [...lots].sort(
    (left, right) => left.expiresAt - right.expiresAt || left.number - right.number,
  );
}
