import { hash } from "node:crypto";
import { accountId, postingId } from "./account.ts";
import type { NamedPosting } from "./book.ts";
import type { Posting } from "./posting.ts";

/** Gives a posting its id and its digest: once, since both are hashes that loading and deciding ask for. */
export function namePosting(posting: Posting): NamedPosting {
  return { posting, id: postingId(posting), digest: digestOf(posting) };
}

/** 63 bits of SHA-256 over what moves: a repeat has the same, another movement under its name has not. */
function digestOf(posting: Posting): bigint {
  return hash("sha256", movementOf(posting), "buffer").readBigInt64BE(0);
}

/**
 * The JSON text of `[[[from, to, amount], …], refersTo or null]`, with ids for accounts and amounts as
 * texts: neither has a character that JSON escapes. It is in every digest ever written, so it stays.
 */
export function movementOf({
  transfers,
  refersTo,
}: Pick<Posting, "transfers" | "refersTo">): string {
  let content = "";
  for (const { from, to, amount } of transfers) {
    const transfer = `["${accountId(from)}","${accountId(to)}","${amount}"]`;
    content = content === "" ? transfer : `${content},${transfer}`;
  }
  return `[[${content}],${refersTo ? JSON.stringify(refersTo) : "null"}]`;
}
