import { hash } from "node:crypto";

/** What is counted: `mall` points, the points of one shop (its id), or `money` in fen. */
export type Unit = string;
export const MALL: Unit = "mall";
export const MONEY: Unit = "money";
/** The owner of what belongs to the mall itself. */
export const HOUSE = "mall";

/**
 * Customers hold `available`, `pending` and `held`. All other roles are the house side, striped:
 * one account per bucket, whose sum is the total.
 *
 * issue — where points come from; its balance is minus what was issued.
 * retirement — shop points that became mall points. breakage — points that expired.
 * pool — a shop's prepaid money. clearing — money the mall got for points it gave.
 * bank — money outside the system. transit — a pool's money on its way between stripes.
 * receivable — mall points a seller was paid. promotion — mall points a seller may spend on itself.
 * fee — mall points kept as a conversion fee. commission — mall points kept of an order.
 */
export const ROLES = [
  "available",
  "pending",
  "held",
  "issue",
  "retirement",
  "breakage",
  "pool",
  "clearing",
  "bank",
  "transit",
  "receivable",
  "promotion",
  "fee",
  "commission",
] as const;
export type Role = (typeof ROLES)[number];

export type AccountRef = { readonly unit: Unit; readonly owner: string; readonly role: Role };

/**
 * Roles whose accounts no posting has to lock: value enters there, or only ever gathers. Their balance
 * is the sum of what was posted, kept by tallies (`tally.store.ts`), and they have no floor. Rows of their
 * own that every posting changes were the dearest thing in the ledger.
 */
const TALLIED: ReadonlySet<Role> = new Set([
  "issue",
  "bank",
  "retirement",
  "breakage",
  "fee",
  "clearing",
]);

export function isTallied(role: Role): boolean {
  return TALLIED.has(role);
}

/**
 * The balance an account never goes under; null for none: tallied accounts, and money between two
 * stripes. Only `claw_back` may leave a customer in debt.
 */
export function floorOf(role: Role): 0n | null {
  return isTallied(role) || role === "transit" ? null : 0n;
}

/** Roles whose points keep their lots: what a customer can spend expires, nearest first. */
export function keepsLots(role: Role): boolean {
  return role === "available" || role === "pending";
}

/**
 * The account's id: a UUIDv8 (RFC 9562, section 5.8) of SHA-256 over what it is. Nobody has to look
 * it up, opening an account twice is harmless, and one index serves key and uniqueness.
 */
export function accountId(ref: AccountRef): string {
  const known = idIn(young, ref);
  if (known !== undefined) return known;
  const { unit, owner, role } = ref;
  const id = idIn(old, ref) ?? hashedUuid(`account ${unit} ${owner} ${role}`);
  remember(ref, id);
  return id;
}

/**
 * Ids that were asked for, by role, unit and owner, each of which keeps its hash: a name joined of the
 * three would be hashed anew a dozen times a posting.
 */
type Remembered = { readonly byRole: Map<Role, Map<Unit, Map<string, string>>>; count: number };

/**
 * A posting asks for the same few ids several times over, and all postings for the house's. When the
 * young are many they become the old, and the old are forgotten but for those asked for again.
 */
const YOUNG_MAXIMUM = 20_000;
let young: Remembered = { byRole: new Map(), count: 0 };
let old: Remembered = { byRole: new Map(), count: 0 };

function idIn({ byRole }: Remembered, { unit, owner, role }: AccountRef): string | undefined {
  return byRole.get(role)?.get(unit)?.get(owner);
}

function remember({ unit, owner, role }: AccountRef, id: string): void {
  if (young.count >= YOUNG_MAXIMUM) {
    old = young;
    young = { byRole: new Map(), count: 0 };
  }
  const byUnit = young.byRole.get(role) ?? new Map<Unit, Map<string, string>>();
  const byOwner = byUnit.get(unit) ?? new Map<string, string>();
  young.byRole.set(role, byUnit);
  byUnit.set(unit, byOwner);
  byOwner.set(owner, id);
  young.count += 1;
}

/** The posting's id, from its kind and what it is about: it can happen once, by construction. */
export function postingId(posting: { kind: string; reference: string }): string {
  return hashedUuid(`posting ${posting.kind} ${posting.reference}`);
}

/** Version 8 and the variant replace six bits of the first 128 of the hash. */
function hashedUuid(text: string): string {
  const hex = hash("sha256", text, "hex");
  const variant = VARIANT_DIGITS[Number.parseInt(hex.charAt(16), 16) & 0b11];
  // Joined, it is one flat text at once. A concatenation would become one at its first use as a key.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** The digits that start with the bits 10. */
const VARIANT_DIGITS = "89ab";
