import { distinct, EMPTY, type Holding, isDue, type Lot, type WaitingLot } from "./holding.ts";
import { afterJobs } from "./jobs.ts";
import { sum } from "./moved.ts";
import { expectSame, Violation } from "./violation.ts";

/**
 * What a customer has of one unit: everything that it may be, after all that was seen. Mostly that is
 * one holding. Where something happens by itself, and nobody has looked since, there are several, and
 * every answer strikes out those that it speaks against.
 */
export type Account = { possible: readonly Holding[] };

/** Far more than ever come together; beyond, the simulation would be about itself. */
const POSSIBLE_MOST = 5_000;

export const emptyAccount = (): Account => ({ possible: [EMPTY] });

/** Something happens to it, whatever it is; it may have several outcomes. */
export function alter(account: Account, change: (one: Holding) => Holding | readonly Holding[]) {
  account.possible = distinct(account.possible.flatMap(change));
  if (account.possible.length > POSSIBLE_MOST) throw new Error("too much is possible");
}

/** The jobs of the server may have come round while its clock stood at these moments. */
export function letTimePass(account: Account, stops: readonly number[]): void {
  alter(account, (one) => afterJobs(one, stops));
}

/** Strikes out what was not seen to be so; a violation when nothing is left. */
export function keepThose(
  account: Account,
  matches: (one: Holding) => boolean,
  describe: (possible: readonly Holding[]) => string,
): void {
  const left = account.possible.filter(matches);
  if (left.length === 0) throw new Violation(describe(account.possible));
  account.possible = left;
}

type Balance = { readonly available: number; readonly pending: number };

/** What a till shows of it. */
export function expectBalance(what: string, account: Account, shown: Balance): void {
  expectShown(what, account, {
    shown: { available: shown.available, pending: shown.pending },
    read: balanceOf,
  });
}

/** What a wallet shows of it, to the last lot. */
export function expectUnit(what: string, account: Account, shown: Balance & Lists): void {
  const { available, pending, expiring, maturing } = shown;
  expectShown(what, account, {
    shown: { available, pending, expiring, maturing },
    read: (one) => ({ ...balanceOf(one), ...listsOf(one) }),
  });
}

function expectShown<Shown>(
  what: string,
  account: Account,
  { shown, read }: { shown: Shown; read(one: Holding): Shown },
): void {
  const observed = JSON.stringify(shown);
  keepThose(
    account,
    (one) => JSON.stringify(read(one)) === observed,
    (possible) => {
      const allowed = [...new Set(possible.map((one) => JSON.stringify(read(one))))];
      return `${what} is ${observed}, but the rules say ${allowed.join("\n  or ")}`;
    },
  );
}

/** What all orders together have set aside, with or without each of those that may have been paid out. */
export function expectHeld(
  what: string,
  account: Account,
  { shown, mayBePaid }: { shown: number; mayBePaid: readonly string[] },
): void {
  const heldBy = ({ held }: Holding, order: string) =>
    sum((held[order] ?? []).map(({ amount }) => amount));
  const sums = (one: Holding): number[] => {
    const all = sum(Object.keys(one.held).map((order) => heldBy(one, order)));
    return mayBePaid.reduce(
      (some, order) => [...new Set(some.flatMap((held) => [held, held - heldBy(one, order)]))],
      [all],
    );
  };
  keepThose(
    account,
    (one) => sums(one).includes(shown),
    (possible) => {
      const allowed = [...new Set(possible.flatMap(sums))];
      return `${what} holds ${shown}, but the rules say ${allowed.join(" or ")}`;
    },
  );
}

const balanceOf = (one: Holding): Balance => ({
  available: one.balance,
  pending: sumOf(one.waiting),
});

type Lists = {
  readonly expiring: readonly { points: number; at: string }[];
  readonly maturing?: readonly { points: number; at: string }[] | undefined;
};

/** Expiring: one line a moment, nearest first. Maturing: one line a moment and expiry, nearest first. */
function listsOf({ lots, waiting }: Holding): Required<Lists> {
  const days = grouped(lots, ({ expiresAt }) => new Date(expiresAt).toISOString());
  const inOrder = [...waiting].sort(
    (left, right) => left.maturesAt - right.maturesAt || left.expiresAt - right.expiresAt,
  );
  const moments = grouped(inOrder, ({ maturesAt, expiresAt }) => `${maturesAt} ${expiresAt}`);
  return {
    expiring: days.map(([at, of]) => ({ points: sumOf(of), at })),
    maturing: moments.map(([, of]) => ({
      points: sumOf(of),
      at: new Date(of[0]?.maturesAt ?? Number.NaN).toISOString(),
    })),
  };
}

/** Nothing is left of what should be gone or available by now. */
export function expectNothingDue(what: string, account: Account, now: number): void {
  for (const { lots, waiting } of account.possible) {
    expectSame(`${what}: should have expired`, [...lots, ...waiting].filter(isDue(now)), []);
    const late = waiting.filter(({ maturesAt }) => maturesAt <= now);
    expectSame(`${what}: should be available`, late, []);
  }
}

/** Lots as the ledger keeps them: available ones in the order of spending, waiting ones in any. */
export type KeptLots = {
  readonly available: readonly string[];
  readonly pending: readonly string[];
};

export function expectLots(what: string, account: Account, found: KeptLots): number {
  expectShown(`lots of ${what}`, account, {
    shown: [found.available, found.pending.toSorted()],
    read: ({ lots, waiting }) => [lots.map(textOf), waiting.map(textOfWaiting).sort()],
  });
  return found.available.length + found.pending.length;
}

const textOf = ({ remaining, expiresAt }: Omit<Lot, "number">) =>
  `${remaining} until ${new Date(expiresAt).toISOString()}`;
const textOfWaiting = (lot: WaitingLot) =>
  `${textOf(lot)}, waits until ${new Date(lot.maturesAt).toISOString()}`;

function sumOf(lots: readonly { readonly remaining: number }[]): number {
  return lots.reduce((total, { remaining }) => total + remaining, 0);
}

function grouped<Item>(items: readonly Item[], nameOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return [...groups];
}
