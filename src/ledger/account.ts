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

/** Roles that may go below zero: the ends from which value enters, and money between two stripes. */
const UNBOUNDED: ReadonlySet<Role> = new Set(["issue", "bank", "transit"]);

/** The balance an account never goes under; null for none. Only `claw_back` may leave a customer in debt. */
export function floorOf(role: Role): 0n | null {
  return UNBOUNDED.has(role) ? null : 0n;
}

/** Roles whose points keep their lots: what a customer can spend expires, nearest first. */
export function keepsLots(role: Role): boolean {
  return role === "available" || role === "pending";
}

/**
 * The account's id: a UUIDv8 (RFC 9562, section 5.8) of SHA-256 over what it is. Nobody has to look
 * it up, opening an account twice is harmless, and one index serves key and uniqueness.
 */
export function accountId({ unit, owner, role }: AccountRef): string {
  const name = `account ${unit} ${owner} ${role}`;
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED_MAXIMUM) remembered.clear();
  const id = hashedUuid(name);
  remembered.set(name, id);
  return id;
}

/** A posting asks for the same few ids several times over; it is hashed once. */
const remembered = new Map<string, string>();
const REMEMBERED_MAXIMUM = 20_000;

/** The posting's id, from its kind and what it is about: it can happen once, by construction. */
export function postingId(posting: { kind: string; reference: string }): string {
  return hashedUuid(`posting ${posting.kind} ${posting.reference}`);
}

/** Version 8 and the variant replace six bits of the first 128 of the hash. */
function hashedUuid(text: string): string {
  const hex = hash("sha256", text, "hex");
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}
