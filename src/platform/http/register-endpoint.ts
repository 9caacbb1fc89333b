import type { ErrorObject, ValidateFunction } from "ajv";
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  preValidationHookHandler,
} from "fastify";
import type { TSchema } from "typebox";
import type { Clock } from "../../kernel/clock.ts";
import { invariant } from "../../kernel/invariant.ts";
import { type Err, err, type Refusal } from "../../kernel/result.ts";
import type { Database } from "../db/database.ts";
import { withinTransaction } from "../db/within-transaction.ts";
import { type OnceAnswer, type OnceRequest, runOnce } from "../idempotency/run-once.ts";
import type { LaneLimits } from "../lanes/lanes.ts";
import { decideAccess } from "./access.ts";
import { callerId } from "./caller.ts";
import { setCookie } from "./cookies.ts";
import { type AnyRequest, type Endpoint, type Reply, takesKey } from "./endpoint.ts";
import { openEndpointLanes } from "./endpoint-lanes.ts";
import { faultsOf } from "./faults.ts";
import { routeSchema } from "./openapi.ts";
import { languageOf } from "./problem.ts";
import { refused, sendRefusal } from "./send-refusal.ts";
import { unstorableTexts } from "./unstorable-text.ts";
import type { Validator } from "./validate.ts";

export const API_BASE = "/api/v1";
const IDEMPOTENCY_KEY = "idempotency-key";
/** 1 to 255 printable ASCII characters. */
const KEY_FORM = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

type Registration = {
  database: Database;
  clock: Clock;
  origin: string;
  checkAnswers?: boolean;
  lanes: LaneLimits;
  validator: Validator;
  /** Sets `request.caller`, or throws a refusal. */
  identify(request: FastifyRequest, reply: FastifyReply): Promise<void>;
};

/**
 * One endpoint on the wire. Its refusals come in this order: who is asking (before the body is even
 * read), the request's form, the idempotency key, then the endpoint's own.
 */
export function registerEndpoint(
  app: FastifyInstance,
  endpoint: Endpoint,
  context: Registration,
): void {
  const checkAnswer = answerChecker(endpoint, context);
  const carryOut = carrierOf(app, endpoint, context);
  app.route({
    method: endpoint.method,
    url: API_BASE + endpoint.path.replace(/\{(\w+)\}/g, ":$1"),
    schema: routeSchema(endpoint),
    attachValidation: true,
    ...(endpoint.bodyLimitBytes ? { bodyLimit: endpoint.bodyLimitBytes } : {}),
    config: routeConfig(endpoint),
    onRequest: (request, reply) =>
      context.identify(request, reply).then(() => admit(endpoint, request)),
    ...(needsNoBody(endpoint.body) ? { preValidation: withEmptyBody } : {}),
    handler: async (request, reply) => {
      const fault = faultOf(endpoint, request);
      if (fault) return sendRefusal(request, reply, fault);
      const outcome = await carryOut(request);
      if (!outcome.ok) {
        const { refusal } = outcome;
        return sendRefusal(request, reply, refusal, endpoint.statusOf?.[refusal.code]);
      }
      return sendReply(reply, outcome, { context, checkAnswer });
    },
  });
}

function admit({ access }: Endpoint, request: FastifyRequest): void {
  const decided = decideAccess(access, request.caller, request.params as Record<string, string>);
  if (!decided.ok) throw refused(decided.refusal);
}

/** Who may call it, and how often. */
function routeConfig({ access, callsPerMinute }: Endpoint) {
  return {
    access,
    ...(callsPerMinute ? { rateLimit: { max: callsPerMinute, timeWindow: 60_000 } } : {}),
  };
}

const withEmptyBody: preValidationHookHandler = (request, _, done) => {
  if (request.body === undefined) request.body = {};
  done();
};

/** A body of which nothing is required may be left out: `POST …/approve` without a reason. */
function needsNoBody(schema: TSchema | undefined): boolean {
  const { type, required } = (schema ?? {}) as { type?: string; required?: readonly string[] };
  return type === "object" && (required ?? []).length === 0;
}

type Outcome = Reply | OnceAnswer;

/** How a request of this endpoint is carried out: together with others, once by its key, or simply. */
function carrierOf(
  app: FastifyInstance,
  endpoint: Endpoint,
  context: Registration,
): (request: FastifyRequest) => Promise<Outcome | Err> {
  const { database } = context;
  const onceOf = (request: FastifyRequest) => onceRequest(endpoint, request, context);
  if (endpoint.batched) {
    const lanes = openEndpointLanes({ ...endpoint, batched: endpoint.batched }, context);
    app.addHook("onClose", () => lanes.drain());
    return async (request) =>
      (await lanes.submit({ request: toRequest(request), once: onceOf(request) })) ??
      err("overloaded", { retryAfterSeconds: OVERLOADED_RETRY_SECONDS });
  }
  if (endpoint.idempotency === "required") {
    return async (request) => {
      const asked = toRequest(request);
      const once = onceOf(request);
      invariant(once, "faultOf has checked the key");
      const prepared = await endpoint.prepare?.(asked);
      if (prepared && !prepared.ok) return prepared;
      return runOnce(database, once, (sql) => endpoint.handle(asked, sql, prepared?.value));
    };
  }
  if (endpoint.idempotency === "optional") {
    return async (request) => {
      const asked = toRequest(request);
      const once = onceOf(request);
      const prepared = await endpoint.prepare?.(asked);
      if (prepared && !prepared.ok) return prepared;
      if (!once) return endpoint.handle(asked, database, prepared?.value);
      return runOnce(database, once, (sql) =>
        endpoint.handle(asked, withinTransaction(sql), prepared?.value),
      );
    };
  }
  return (request) => endpoint.handle(toRequest(request), null);
}

/** A full queue is worked off in less. */
const OVERLOADED_RETRY_SECONDS = 1;

function sendReply(
  reply: FastifyReply,
  outcome: Outcome,
  { context, checkAnswer }: { context: Registration; checkAnswer(outcome: Outcome): void },
): FastifyReply {
  checkAnswer(outcome);
  reply.code(outcome.status).header("cache-control", "no-store");
  if ("replayed" in outcome) {
    if (outcome.replayed) reply.header("idempotent-replayed", "true");
  } else {
    for (const cookie of outcome.cookies ?? []) setCookie(reply, cookie, context.origin);
  }
  if (outcome.status === 204) return reply.send();
  const text = "text" in outcome ? outcome.text : JSON.stringify(outcome.body);
  return reply.type("application/json; charset=utf-8").send(text);
}

/** Null when the request has no key, or its endpoint takes none. */
function onceRequest(
  endpoint: Endpoint,
  request: FastifyRequest,
  context: Registration,
): OnceRequest | null {
  const key = request.headers[IDEMPOTENCY_KEY];
  if (!takesKey(endpoint) || typeof key !== "string") return null;
  return {
    caller: callerId(request.caller),
    key,
    content: [endpoint.method, endpoint.path, request.params, request.body],
    at: context.clock.now(),
  };
}

function toRequest(request: FastifyRequest): AnyRequest {
  return {
    params: request.params as Record<string, never>,
    query: request.query as Record<string, never>,
    body: (request.body ?? null) as null,
    caller: request.caller,
    language: languageOf(request.headers["accept-language"]),
    cookies: request.cookies,
    address: request.ip,
  };
}

type ValidationFailure = Error & { validation?: ErrorObject[]; validationContext?: string };

/** Everything wrong with the request's form at once: 422 `invalid_request` with one fault a field. */
function faultOf(endpoint: Endpoint, request: FastifyRequest): Refusal | null {
  const language = languageOf(request.headers["accept-language"]);
  const failure = request.validationError as ValidationFailure | undefined;
  // A path parameter that cannot be an id names nothing.
  const names = unstorableTexts(request.params, language);
  if (failure?.validationContext === "params" || names.length > 0) return { code: "not_found" };
  const where = failure?.validationContext;
  const faults = faultsOf(failure?.validation ?? [], {
    language,
    prefix: where === "body" || where === undefined ? "" : "/query",
  });
  if (failure && faults.length === 0) {
    faults.push({ pointer: "", code: "not_usable", detail: failure.message });
  }
  faults.push(...unstorableTexts(request.query, language, "/query"));
  if (takesKey(endpoint)) {
    const key = request.headers[IDEMPOTENCY_KEY];
    const isMissing = key === undefined && endpoint.idempotency === "required";
    if (isMissing || (key !== undefined && !KEY_FORM.test(String(key)))) {
      faults.push({
        pointer: "/headers/idempotency-key",
        code: key === undefined ? "required" : "wrong_format",
        detail:
          language === "en"
            ? "Send an Idempotency-Key of 1 to 255 printable characters."
            : "请提供 1 至 255 个可打印字符的 Idempotency-Key。",
      });
    }
  }
  return faults.length > 0 ? err("invalid_request", { faults }).refusal : null;
}

/** In tests every answer is held against the schema that the OpenAPI document promises. */
function answerChecker(endpoint: Endpoint, context: Registration): (outcome: Outcome) => void {
  if (!context.checkAnswers) return () => undefined;
  const checks = new Map<number, ValidateFunction | null>();
  for (const [status, schema] of Object.entries(endpoint.answers)) {
    checks.set(Number(status), schema && context.validator.compile(schema));
  }
  return (outcome) => {
    const name = `${endpoint.method} ${endpoint.path}`;
    invariant(checks.has(outcome.status), `${name} answers ${outcome.status} without a schema`);
    const check = checks.get(outcome.status);
    const body: unknown = "text" in outcome ? JSON.parse(outcome.text) : outcome.body;
    invariant(
      !check || check(body),
      `${name} answers outside its schema: ${JSON.stringify(check?.errors)}`,
    );
  };
}
