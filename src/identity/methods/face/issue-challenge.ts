import { randomInt } from "node:crypto";
import { addSeconds } from "../../../kernel/clock.ts";
import type { Language } from "../../../kernel/refusals.ts";
import { err, invalid, ok, type Result } from "../../../kernel/result.ts";
import { readLogin } from "../../../kernel/text/login.ts";
import type { Caller, Person } from "../../../platform/http/caller.ts";
import type { Shape } from "../../../platform/http/schema.ts";
import { readAccountByLogin } from "../../account.store.ts";
import { hashOfLogin } from "../../login-hash.ts";
import { type Bound, insertChallenge, type NewChallenge } from "./challenge.store.ts";
import type { ChallengeAsked } from "./contract.ts";
import { decideLock } from "./decide-lock.ts";
import { decideSteps, STEP_ORDERS } from "./decide-steps.ts";
import { type FaceContext, usesOfFaces } from "./face-context.ts";
import { readFailures, type Subject } from "./failure.store.ts";
import { checksOf, signInsOf } from "./subject.ts";
import { hasTemplate } from "./template.store.ts";
import { tooMany } from "./too-many.ts";

/** Three movements take a person some thirteen seconds; the rest is for a slow network. */
export const CHALLENGE_SECONDS = 30;

const LOGIN_REQUIRED: Readonly<Record<Language, string>> = {
  en: "To sign in, give the phone number or e-mail address.",
  "zh-CN": "登录时请填写手机号或邮箱。",
};

type Asked = {
  readonly body: Shape<typeof ChallengeAsked>;
  readonly caller: Caller;
  readonly language: Language;
};
type ChallengeRefusal =
  | "invalid_request"
  | "not_signed_in"
  | "method_not_available"
  | "rate_limited"
  | "verification_required"
  | "face_not_enrolled";

/**
 * Draws the movements of one attempt. Before a sign-in the answer and the work are the same whether
 * or not there is such a login. Refusals in the order of `ChallengeRefusal`; the last two only to
 * whoever is signed in and could not use the challenge: enrolling beside another method without the
 * verified window, or a check without a template.
 */
export async function issueChallenge(
  context: FaceContext,
  { body: { purpose, login }, caller, language }: Asked,
): Promise<Result<NewChallenge, ChallengeRefusal>> {
  const sql = context.deps.database;
  if (purpose === "login") {
    if (login === undefined) return invalid("/login", "required", LOGIN_REQUIRED[language]);
    if (!(await usesOfFaces(context, sql)).loginAllowed) return err("method_not_available");
    const loginHash = hashOfLogin(login);
    const known = readLogin(login);
    const account = known && (await readAccountByLogin(sql, known));
    return issue(context, {
      bound: { purpose, loginHash },
      subject: signInsOf(account?.id ?? null, loginHash),
    });
  }
  if (caller.kind !== "person") return err("not_signed_in");
  const bound = { purpose, sessionId: caller.sessionId };
  return purpose === "enrol"
    ? issueForEnrolment(context, caller, bound)
    : issueForCheck(context, caller, bound);
}

async function issueForEnrolment(
  context: FaceContext,
  person: Person,
  bound: Bound,
): Promise<Result<NewChallenge, ChallengeRefusal>> {
  const sql = context.deps.database;
  const uses = await usesOfFaces(context, sql);
  if (!uses.opensWindow && !uses.loginAllowed) return err("method_not_available");
  const may = await context.mayAddMethod(sql, person);
  return may.ok ? issue(context, { bound, subject: null }) : may;
}

async function issueForCheck(
  context: FaceContext,
  { accountId }: Person,
  bound: Bound,
): Promise<Result<NewChallenge, ChallengeRefusal>> {
  const sql = context.deps.database;
  const { modelVersion } = context.pipeline;
  if (!(await usesOfFaces(context, sql)).opensWindow) return err("method_not_available");
  const issued = await issue(context, { bound, subject: checksOf(accountId) }, async () =>
    (await hasTemplate(sql, { accountId, modelVersion })) ? ok() : err("face_not_enrolled"),
  );
  return issued;
}

async function issue(
  { deps }: FaceContext,
  { bound, subject }: { bound: Bound; subject: Subject | null },
  mayUse: () => Promise<Result<undefined, "face_not_enrolled">> = async () => ok(),
): Promise<Result<NewChallenge, "rate_limited" | "face_not_enrolled">> {
  const createdAt = deps.clock.now();
  const waits = subject && decideLock(await readFailures(deps.database, subject), createdAt);
  if (waits !== null) return tooMany(waits);
  const may = await mayUse();
  if (!may.ok) return may;
  // From here it succeeds.
  const challenge: NewChallenge = {
    id: deps.ids.next("faceChallenge"),
    bound,
    steps: decideSteps(randomInt(STEP_ORDERS)),
    createdAt,
    expiresAt: addSeconds(createdAt, CHALLENGE_SECONDS),
  };
  await insertChallenge(deps.database, challenge);
  return ok(challenge);
}
