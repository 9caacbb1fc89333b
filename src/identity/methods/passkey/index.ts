import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { toRfc3339 } from "../../../kernel/clock.ts";
import type { Language } from "../../../kernel/refusals.ts";
import { err } from "../../../kernel/result.ts";
import type { Deps } from "../../../platform/deps.ts";
import { signedIn } from "../../../platform/http/access.ts";
import { type Endpoint, endpoint, reply } from "../../../platform/http/endpoint.ts";
import { Body, IdJson, PageOf, PageQuery, timeOrNull } from "../../../platform/http/schema.ts";
import { notify } from "../../notifications/notify.ts";
import type { MethodContext, VerificationMethod } from "../method.ts";
import {
  NewPasskeyAnswer,
  OptionsAnswer,
  PasskeyAnswer,
  RegistrationFinish,
  VerificationFinish,
  VerifiedAnswer,
} from "./contract.ts";
import { passkeyPage } from "./list-passkeys.ts";
import { deletePasskey, deletePasskeysOf, readCredentials } from "./passkey.store.ts";
import { finishRegistration, startRegistration } from "./register-passkey.ts";
import { finishVerification, startVerification } from "./verify-passkey.ts";

const TAG = "Identity check";
const DEFAULT_NAME: Readonly<Record<Language, string>> = { en: "Passkey", "zh-CN": "通行密钥" };

/** WebAuthn: a key pair on the person's device, opened there by finger, face or PIN. */
export const passkey: VerificationMethod = {
  name: "passkey",
  endpoints: (context) => [
    ...registrationEndpoints(context),
    ...verificationEndpoints(context),
    ...ownPasskeyEndpoints(context.deps),
  ],
  isSetUp: async (sql, accountId) => (await readCredentials(sql, accountId)).length > 0,
  forget: (_, sql, accountId) => deletePasskeysOf(sql, accountId),
};

function registrationEndpoints(context: MethodContext): Endpoint[] {
  return [
    endpoint({
      method: "POST",
      path: "/me/passkeys/registration",
      tag: TAG,
      summary: "Start registering a passkey: WebAuthn creation options, good for five minutes.",
      access: signedIn,
      answers: { 200: OptionsAnswer },
      refusals: ["verification_required", "limit_reached"],
      idempotency: "none",
      noKeyBecause: "The answer is a challenge for one use; every call makes its own.",
      handle: async ({ caller }) => {
        const outcome = await startRegistration(context, caller);
        return outcome.ok ? reply(200, { options: outcome.value }) : outcome;
      },
    }),
    endpoint({
      method: "POST",
      path: "/me/passkeys/registration/finish",
      tag: TAG,
      summary: "Finish registering a passkey with what the browser answered.",
      access: signedIn,
      body: RegistrationFinish,
      answers: { 201: NewPasskeyAnswer },
      refusals: [
        "verification_required",
        "passkey_not_verified",
        "limit_reached",
        "passkey_already_registered",
      ],
      idempotency: "optional",
      handle: async ({ body, caller, language }, database) => {
        const response = body.response as unknown as RegistrationResponseJSON;
        const name = body.name ?? DEFAULT_NAME[language];
        const outcome = await finishRegistration(context, caller, { response, name, database });
        if (!outcome.ok) return outcome;
        return reply(201, { ...outcome.value, createdAt: toRfc3339(outcome.value.createdAt) });
      },
    }),
  ];
}

function verificationEndpoints(context: MethodContext): Endpoint[] {
  return [
    endpoint({
      method: "POST",
      path: "/me/verifications/passkey",
      tag: TAG,
      summary:
        "Start an identity check by passkey: WebAuthn request options, good for five minutes.",
      access: signedIn,
      answers: { 200: OptionsAnswer },
      refusals: ["method_not_available", "passkey_not_registered"],
      idempotency: "none",
      noKeyBecause: "The answer is a challenge for one use; every call makes its own.",
      handle: async ({ caller }) => {
        const outcome = await startVerification(context, caller);
        return outcome.ok ? reply(200, { options: outcome.value }) : outcome;
      },
    }),
    endpoint({
      method: "POST",
      path: "/me/verifications/passkey/finish",
      tag: TAG,
      summary: "Finish an identity check by passkey and open the verified window of this session.",
      access: signedIn,
      body: VerificationFinish,
      answers: { 201: VerifiedAnswer },
      refusals: ["method_not_available", "passkey_not_verified"],
      idempotency: "none",
      noKeyBecause: "An identity check like signing in: each answers its own challenge.",
      handle: async ({ body, caller }) => {
        const response = body.response as unknown as AuthenticationResponseJSON;
        const outcome = await finishVerification(context, caller, response);
        if (!outcome.ok) return outcome;
        return reply(201, { method: "passkey", verifiedUntil: toRfc3339(outcome.value) });
      },
    }),
  ];
}

function ownPasskeyEndpoints(deps: Deps): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/me/passkeys",
      tag: TAG,
      summary: "The passkeys of this account.",
      access: signedIn,
      query: Body(PageQuery),
      answers: { 200: PageOf(PasskeyAnswer) },
      refusals: [],
      handle: async ({ caller, query, language }) => {
        const { limit = 20, cursor } = query;
        const page = await passkeyPage(deps.database, caller.accountId, {
          limit,
          cursor,
          language,
        });
        if (!page.ok) return page;
        const items = page.value.items.map((one) => ({
          ...one,
          createdAt: toRfc3339(one.createdAt),
          lastUsedAt: timeOrNull(one.lastUsedAt),
        }));
        return reply(200, { items, nextCursor: page.value.nextCursor });
      },
    }),
    endpoint({
      method: "DELETE",
      path: "/me/passkeys/{passkeyId}",
      tag: TAG,
      summary: "Remove a passkey; the last one too.",
      access: signedIn,
      params: Body({ passkeyId: IdJson }),
      answers: { 204: null },
      refusals: ["not_found"],
      handle: async ({ params, caller }) => {
        const { accountId } = caller;
        return deps.database.transaction(async (sql) => {
          if (!(await deletePasskey(sql, { accountId, id: params.passkeyId }))) {
            return err("not_found");
          }
          await notify(deps, sql, { accountId, kind: "passkey_removed" });
          return reply(204);
        });
      },
    }),
  ];
}
