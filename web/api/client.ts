import { getLocale } from "../i18n/index.ts";
import { OpenCalls } from "./intent.ts";
import { ApiProblem, problemFrom, problemFromResponse } from "./problem.ts";
import { learnServerTime } from "./server-clock.ts";

const base = "/api/v1";

/** Long enough for a slow phone network, short enough that a till does not hang for ever. */
const answerWithinMilliseconds = 20_000;

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type CallOptions = {
  query?: Query | undefined;
  /** From `useIntent`: the same for every attempt at one thing that the person wants done. */
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
  /** How long to wait for the answer, where the usual time is too short. */
  withinMilliseconds?: number | undefined;
};

/** The path of a call with its query; empty values are left out. */
export function addressOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return `${base}${path}${text === "" ? "" : `?${text}`}`;
}

async function call<Answer>(
  method: string,
  path: string,
  body: unknown,
  options: CallOptions,
): Promise<Answer> {
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-language": getLocale(),
  };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (options.idempotencyKey !== undefined) headers["idempotency-key"] = options.idempotencyKey;
  const timeout = AbortSignal.timeout(options.withinMilliseconds ?? answerWithinMilliseconds);
  const request: RequestInit = {
    method,
    headers,
    credentials: "same-origin",
    signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
  };
  if (body !== undefined) request.body = JSON.stringify(body);
  const response = await answered(addressOf(path, options.query), request);
  learnServerTime(response);
  if (!response.ok) throw await problemFromResponse(response);
  if (response.status === 204) return undefined as Answer;
  return (await response.json().catch(() => {
    throw new ApiProblem({ status: response.status, code: "unknown" });
  })) as Answer;
}

const openCalls = new OpenCalls();

async function answered(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") throw thrown;
    throw problemFrom(thrown);
  }
}

/** Calls under `/api/v1`. They answer the body, or throw an `ApiProblem`. */
export const api = {
  get: <Answer>(path: string, options: CallOptions = {}) =>
    call<Answer>("GET", path, undefined, options),
  /** Every POST carries a key; `openCalls` gives one where the page has no intent of its own. */
  post: <Answer>(path: string, body: unknown = {}, options: CallOptions = {}) =>
    options.idempotencyKey === undefined
      ? openCalls.attempt({ path, body }, (idempotencyKey) =>
          call<Answer>("POST", path, body, { ...options, idempotencyKey }),
        )
      : call<Answer>("POST", path, body, options),
  put: <Answer>(path: string, body: unknown, options: CallOptions = {}) =>
    call<Answer>("PUT", path, body, options),
  patch: <Answer>(path: string, body: unknown, options: CallOptions = {}) =>
    call<Answer>("PATCH", path, body, options),
  delete: <Answer = void>(path: string, options: CallOptions = {}) =>
    call<Answer>("DELETE", path, undefined, options),
};
