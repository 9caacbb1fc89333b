import { randomFillSync } from "node:crypto";
import { type Clock, type Instant, systemClock } from "./clock.ts";

/** A prefixed, sortable id: `cus_01j9…`, the UUIDv7 inside in Crockford base 32, as TypeID 0.3 writes it. */
export type Id = string;

export const PREFIXES = {
  address: "adr",
  apiKey: "key",
  checkout: "chk",
  conversion: "cnv",
  customer: "cus",
  deposit: "dep",
  faceChallenge: "fch",
  grant: "grn",
  incentiveProgramme: "inc",
  invitation: "inv",
  logEntry: "log",
  notification: "ntf",
  order: "ord",
  passkey: "pky",
  picture: "pic",
  product: "prd",
  quote: "quo",
  refund: "ref",
  rewardRule: "rul",
  sale: "sale",
  seller: "sel",
  session: "ses",
  shop: "shop",
  staff: "stf",
} as const;
export type IdKind = keyof typeof PREFIXES;

export type IdSource = {
  /** A new id of that kind, later than all before it from this source. */
  next(kind: IdKind): Id;
};

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * Ids from the clock and the system's randomness. Within a millisecond, and when the clock goes
 * back, the 12 bits after the time count up (RFC 9562, section 6.2, method 1), so order is kept.
 */
export function createIds(clock: Clock = systemClock): IdSource {
  const nextRandom = randomBytesOf(10);
  let milliseconds = 0;
  let count = 0;
  return {
    next(kind) {
      const now = clock.now();
      count = now > milliseconds ? 0 : count + 1;
      milliseconds = Math.max(now, milliseconds) + (count >> 12);
      count &= 0xfff;
      const random = nextRandom();
      random[0] = count >> 8;
      random[1] = count & 0xff;
      return `${PREFIXES[kind]}_${base32(uuidV7(milliseconds, random))}`;
    },
  };
}

/** Asks the system for many ids' randomness at once: each time is a system call. */
function randomBytesOf(length: number): () => Uint8Array {
  const pool = new Uint8Array(length * 256);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += length;
    return pool.subarray(used - length, used);
  };
}

/** An id that no other of that kind, made at that moment or later, comes before. */
export function firstId(kind: IdKind, at: Instant): Id {
  return `${PREFIXES[kind]}_${base32(uuidV7(Math.max(at, 0), new Uint8Array(10)))}`;
}

/** Ids that count up from a seed; for tests and the simulation, where a run must repeat. */
export function countingIds(clock: Clock, seed = 1): IdSource {
  let count = seed * 1_000_000;
  return {
    next(kind) {
      count += 1;
      const bytes = new Uint8Array(10);
      new DataView(bytes.buffer).setUint32(6, count);
      return `${PREFIXES[kind]}_${base32(uuidV7(clock.now(), bytes))}`;
    },
  };
}

/** RFC 9562, section 5.7: 48 bits of milliseconds, version, 12 random bits, variant, 62 random bits. */
function uuidV7(milliseconds: number, random: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(milliseconds) << 16n);
  bytes.set(random, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}

/** 26 digits of 5 bits each, the first of 3: 128 bits. */
function base32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let waiting = 2;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    waiting += 8;
    while (waiting >= 5) {
      waiting -= 5;
      text += ALPHABET.charAt((bits >> waiting) & 31);
    }
    bits &= (1 << waiting) - 1;
  }
  return text;
}

/** True when the text is an id of that kind; says nothing about whether the thing exists. */
export function isId(kind: IdKind, text: string): boolean {
  const prefix = `${PREFIXES[kind]}_`;
  return text.startsWith(prefix) && /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text.slice(prefix.length));
}
