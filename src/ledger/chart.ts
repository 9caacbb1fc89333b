import { type AccountRef, HOUSE, MALL, MONEY, type Role, type Unit } from "./account.ts";
import type { Kind } from "./posting.ts";

// The chart of accounts: which accounts may exist, and which transfers each kind of posting is made
// of. Kinds are checked against it by their tests, and every entry ever written by the audit.

/** `shop` stands for the points of any one shop. */
export type UnitClass = "mall" | "money" | "shop";
/** `house` is the mall; `itself` a shop, in the unit of its own points; `other` anybody else. */
export type OwnerClass = "house" | "itself" | "other";

type Place = { readonly owner: OwnerClass; readonly roles: readonly Role[] };

/** In each class of unit: whose accounts there are, and in which roles. */
export const CHART: Readonly<Record<UnitClass, readonly Place[]>> = {
  shop: [
    { owner: "itself", roles: ["issue", "retirement", "breakage"] },
    { owner: "other", roles: ["available", "pending"] },
  ],
  mall: [
    { owner: "house", roles: ["issue", "retirement", "breakage", "fee", "commission"] },
    { owner: "other", roles: ["available", "held", "receivable", "promotion"] },
  ],
  money: [
    { owner: "house", roles: ["bank", "clearing"] },
    { owner: "other", roles: ["pool", "transit"] },
  ],
};

export function unitClassOf(unit: Unit): UnitClass {
  if (unit === MALL) return "mall";
  return unit === MONEY ? "money" : "shop";
}

export function ownerClassOf({ unit, owner }: Pick<AccountRef, "unit" | "owner">): OwnerClass {
  if (owner === HOUSE) return "house";
  return owner === unit ? "itself" : "other";
}

/** Whether an account of this unit, owner and role has a place in the books. */
export function isInChart(ref: AccountRef): boolean {
  const owner = ownerClassOf(ref);
  return CHART[unitClassOf(ref.unit)].some(
    (place) => place.owner === owner && place.roles.includes(ref.role),
  );
}

/** A transfer between two roles of one unit. */
export type Leg = { readonly unit: UnitClass; readonly from: Role; readonly to: Role };

/** Of `legs`, a posting has at least and at most so many; each leg at most once. */
export type Part = {
  readonly legs: readonly Leg[];
  readonly least: number;
  readonly most: number;
};

/** What a posting of a kind is made of: all its parts, and nothing else. */
export type Composition = readonly Part[] | "anything within one unit";

const exactlyOne = (...legs: Leg[]): Part => ({ legs, least: 1, most: 1 });
const atLeastOne = (...legs: Leg[]): Part => ({ legs, least: 1, most: legs.length });
const atMostOne = (...legs: Leg[]): Part => ({ legs, least: 0, most: 1 });
const shop = (from: Role, to: Role): Leg => ({ unit: "shop", from, to });
const mall = (from: Role, to: Role): Leg => ({ unit: "mall", from, to });
const money = (from: Role, to: Role): Leg => ({ unit: "money", from, to });

export const COMPOSITIONS = {
  earn: [exactlyOne(shop("issue", "available"), shop("issue", "pending"))],
  mature: [exactlyOne(shop("pending", "available"))],
  claw_back: [atLeastOne(shop("available", "issue"), shop("pending", "issue"))],
  convert: [
    exactlyOne(shop("available", "retirement")),
    exactlyOne(mall("issue", "available")),
    atMostOne(mall("issue", "fee")),
    atMostOne(money("pool", "clearing")),
  ],
  hold: [exactlyOne(mall("available", "held"))],
  release: [exactlyOne(mall("held", "available"))],
  pay: [atLeastOne(mall("held", "receivable"), mall("held", "commission"))],
  refund: [atLeastOne(mall("receivable", "available"), mall("commission", "available"))],
  expire: [
    exactlyOne(
      shop("available", "breakage"),
      shop("pending", "breakage"),
      mall("available", "breakage"),
    ),
  ],
  extend: [exactlyOne(mall("available", "available"))],
  grant: [exactlyOne(mall("issue", "promotion"))],
  subsidise: [exactlyOne(mall("promotion", "receivable"))],
  deposit: [exactlyOne(money("bank", "pool"))],
  gather: [exactlyOne(money("pool", "transit"), money("transit", "pool"))],
  settle: [atLeastOne(mall("receivable", "retirement"), money("clearing", "bank"))],
  adjust: "anything within one unit",
} satisfies Readonly<Record<Kind, Composition>>;

/** What a posting of the kind is made of; undefined when there is no such kind. */
export function compositionOf(kind: string): Composition | undefined {
  const all: Readonly<Record<string, Composition>> = COMPOSITIONS;
  return Object.hasOwn(all, kind) ? all[kind] : undefined;
}

/** Every set of legs that a posting so composed may have: few, so they can be listed. */
export function legSetsOf(parts: readonly Part[]): Leg[][] {
  return parts.reduce<Leg[][]>(
    (sets, { legs, least, most }) => {
      const choices = subsetsOf(legs).filter(({ length }) => length >= least && length <= most);
      return sets.flatMap((set) => choices.map((choice) => [...set, ...choice]));
    },
    [[]],
  );
}

function subsetsOf(legs: readonly Leg[]): Leg[][] {
  const subsets: Leg[][] = [[]];
  for (const leg of legs) subsets.push(...subsets.map((set) => [...set, leg]));
  return subsets;
}

/**
 * Whether a posting of this kind may consist of exactly these transfers, whatever the amounts. All
 * that moves shop points moves those of one shop.
 */
export function fitsItsKind(
  kind: string,
  transfers: readonly { readonly from: AccountRef; readonly to: AccountRef }[],
): boolean {
  const composition = compositionOf(kind);
  if (!composition || transfers.length === 0) return false;
  const ends = transfers.flatMap(({ from, to }) => [from, to]);
  if (!ends.every(isInChart)) return false;
  if (transfers.some(({ from, to }) => from.unit !== to.unit)) return false;
  const units = [...new Set(ends.map(({ unit }) => unit))];
  if (composition === "anything within one unit") return units.length === 1;
  if (units.filter((unit) => unitClassOf(unit) === "shop").length > 1) return false;
  const made = transfers.map(({ from, to }) => ({
    unit: unitClassOf(from.unit),
    from: from.role,
    to: to.role,
  }));
  return legSetsOf(composition).some((set) => sameLegs(set, made));
}

function sameLegs(left: readonly Leg[], right: readonly Leg[]): boolean {
  return JSON.stringify(left.map(legName).sort()) === JSON.stringify(right.map(legName).sort());
}

function legName({ unit, from, to }: Leg): string {
  return `${unit} ${from} ${to}`;
}
