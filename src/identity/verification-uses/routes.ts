import { fromRfc3339, toRfc3339 } from "../../kernel/clock.ts";
import type { Deps } from "../../platform/deps.ts";
import { signedIn } from "../../platform/http/access.ts";
import { type CursorKeys, pageOf, readCursor } from "../../platform/http/cursor.ts";
import { type Endpoint, endpoint, reply } from "../../platform/http/endpoint.ts";
import { Body, PageQuery, timeOrNull } from "../../platform/http/schema.ts";
import { VerificationUsePage } from "./contract.ts";
import { listVerificationUses } from "./verification-use.store.ts";

const isPlace = ([at = ""]: CursorKeys) => fromRfc3339(at) !== null;

export function verificationUseEndpoints(deps: Deps): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/me/verifications",
      tag: "Identity check",
      summary: "When and for what each method of identity check was used, newest first.",
      access: signedIn,
      query: Body(PageQuery),
      answers: { 200: VerificationUsePage },
      refusals: [],
      handle: async ({ caller: { accountId }, query, language }) => {
        const { limit = 20, cursor } = query;
        const place = readCursor(cursor, { keyCount: 2, isKeys: isPlace, language });
        if (!place.ok) return place;
        const [at, proof] = place.value ?? [];
        const rows = await listVerificationUses(deps.database, {
          accountId,
          place: at === undefined || proof === undefined ? null : { at, proof },
          limit: limit + 1,
        });
        const page = pageOf(rows, {
          limit,
          item: (use) => ({
            method: use.method,
            purpose: use.purpose,
            outcome: use.outcome,
            at: toRfc3339(use.at),
            verifiedUntil: timeOrNull(use.verifiedUntil),
          }),
          keys: (use) => [toRfc3339(use.at), use.proof],
        });
        return reply(200, page);
      },
    }),
  ];
}
