import type { TObject, TSchema } from "typebox";
import type { Language, RefusalCode } from "../../kernel/refusals.ts";
import type { Err } from "../../kernel/result.ts";
import type { Database, Transaction } from "../db/database.ts";
import type { WorkOfFlight } from "../idempotency/run-once.ts";
import type { LaneLimits } from "../lanes/lanes.ts";
import type { Access } from "./access.ts";
import type { Caller, Machine, Person } from "./caller.ts";
import type { Cookie, Cookies } from "./cookies.ts";
import type { Shape } from "./schema.ts";

/** A success: `status` is one of the endpoint's `answers`; `text` is a body that is JSON already. */
export type Reply = {
  readonly ok: true;
  readonly status: number;
  readonly cookies?: readonly Cookie[];
  /** Names an answer that the endpoint keeps with what it tells of; see `Batched.readKept`. */
  readonly keptAs?: string | undefined;
} & ({ readonly body: unknown } | { readonly text: string });

export function reply(
  status: number,
  body: unknown = null,
  cookies: readonly Cookie[] = [],
): Reply {
  return { ok: true, status, body, cookies };
}

/** With `keptAs`, the text is not kept once more beside the key. */
export function replyText(status: number, text: string, keptAs?: string): Reply {
  return { ok: true, status, text, keptAs };
}

type ShapeOr<Schema, Default> = Schema extends TSchema ? Shape<Schema> : Default;

export type Request<Params, Query, Body, Who> = {
  readonly params: ShapeOr<Params, Record<string, never>>;
  readonly query: ShapeOr<Query, Record<string, never>>;
  readonly body: ShapeOr<Body, null>;
  readonly caller: Who;
  readonly language: Language;
  /** The raw cookies, for the one module that owns sessions. */
  readonly cookies: Cookies;
  readonly address: string;
};

/** People only where the access says so; machines too where an organisation's role decides. */
type CallerOf<A extends Access> = A extends { who: "anyone" }
  ? Caller
  : A extends { who: "signed_in" }
    ? Person
    : Person | Machine;

type Common<A extends Access, Params, Query, Body> = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below /api/v1, with `{name}` for parameters. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: A;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Schema per success status; `null` for an empty answer (204). */
  readonly answers: Readonly<Record<number, TSchema | null>>;
  /** The codes of its own, in the order in which they are checked. */
  readonly refusals: readonly RefusalCode[];
  /** Where the contract gives a refusal another status here than the catalogue does. */
  readonly statusOf?: Readonly<Partial<Record<RefusalCode, number>>>;
  readonly bodyLimitBytes?: number;
  /** Calls per minute and address, for endpoints that invite guessing. */
  readonly callsPerMinute?: number;
};

/**
 * How an endpoint that many call at once takes their requests: together, in one transaction on a
 * posting connection. It may be run again after a lost connection, so what it does must be settled by
 * a key (the Idempotency-Key, or the request's own), or do no harm twice.
 */
export type Batched<Asked, Facts = unknown> = {
  /** Requests of one owner keep their order. */
  ownerOf(request: Asked): string;
  /** Two requests that share one of these are never in one batch: the later waits for the next. */
  takesTurns?(request: Asked): readonly string[];
  /** Where the server's limits do not fit: fewer together, fewer waiting. */
  readonly limits?: Partial<LaneLimits>;
  /**
   * Decides by what the server remembers, and plans to carry out in one flight what can be; the rest goes
   * the way below, and so does everything when something is in the way. Null where nothing can be.
   */
  planFlight?(requests: readonly Asked[]): WorkOfFlight | null;
  /**
   * What the requests are decided by. It is asked for together with the answers that their keys may
   * have already, so it is also read for repeats, and changes nothing.
   */
  readAll?(requests: readonly Asked[], sql: Transaction): Promise<Facts>;
  /** One answer per request, in their order; one that is refused leaves nothing behind. */
  handleAll(
    requests: readonly Asked[],
    sql: Transaction,
    facts: Facts,
  ): Promise<readonly (Reply | Err)[]>;
  /** Reads answers again that `Reply.keptAs` named, by name, each of the request that is repeated. */
  readKept?(
    kept: readonly { readonly request: Asked; readonly keptAs: string }[],
    sql: Transaction,
  ): Promise<ReadonlyMap<string, string>>;
};

/**
 * What an Idempotency-Key means to an endpoint. Every POST says one of these:
 * - `required`: points, stock or money move. The work and its answer commit in one transaction.
 * - `optional`: honoured when sent, in the same way; without a key the work runs as usual.
 * - `none`: a repeat cannot be answered from a record, or needs none; `noKeyBecause` says why.
 */
export type Idempotency = "required" | "optional" | "none";

/**
 * One endpoint. With a key its work runs inside one transaction that also keeps the answer, so that a
 * repeat of the key gets the same bytes and moves nothing. With `batched` it is carried out together
 * with others of its kind.
 */
export type EndpointSpec<A extends Access, Params, Query, Body, Facts, Prepared> = Common<
  A,
  Params,
  Query,
  Body
> &
  (
    | {
        readonly idempotency?: "none";
        readonly noKeyBecause?: string;
        handle(request: Request<Params, Query, Body, CallerOf<A>>): Promise<Reply | Err>;
      }
    | {
        readonly idempotency: "optional";
        /** What must not hold a transaction open, or must outlast one that is refused. It runs again for repeats. */
        prepare?(
          request: Request<Params, Query, Body, CallerOf<A>>,
        ): Promise<{ readonly ok: true; readonly value: Prepared } | Err>;
        /** With a key, `database` is the transaction that keeps the answer; else the database itself. */
        handle(
          request: Request<Params, Query, Body, CallerOf<A>>,
          database: Database,
          prepared: Prepared,
        ): Promise<Reply | Err>;
      }
    | {
        readonly idempotency: "required";
        /** What must not hold a transaction open, or must outlast one that is refused. It runs again for repeats. */
        prepare?(
          request: Request<Params, Query, Body, CallerOf<A>>,
        ): Promise<{ readonly ok: true; readonly value: Prepared } | Err>;
        handle(
          request: Request<Params, Query, Body, CallerOf<A>>,
          sql: Transaction,
          prepared: Prepared,
        ): Promise<Reply | Err>;
      }
    | {
        readonly idempotency?: "required" | "optional";
        readonly batched: Batched<Request<Params, Query, Body, CallerOf<A>>, Facts>;
      }
  );

export type AnyRequest = Request<undefined, undefined, undefined, Caller>;

type Prepare = (
  request: AnyRequest,
) => Promise<{ readonly ok: true; readonly value: unknown } | Err>;
type Handle<Database> = (
  request: AnyRequest,
  database: Database,
  prepared?: unknown,
) => Promise<Reply | Err>;

/** An endpoint with its types checked and then forgotten: what the server and the tests go through. */
export type Endpoint = Omit<Common<Access, TObject, TObject, TSchema>, "access"> & {
  readonly access: Access;
} & (
    | {
        readonly batched?: undefined;
        readonly idempotency: "required";
        readonly prepare?: Prepare;
        readonly handle: Handle<Transaction>;
      }
    | {
        readonly batched?: undefined;
        readonly idempotency: "optional";
        readonly prepare?: Prepare;
        readonly handle: Handle<Database>;
      }
    | {
        readonly batched?: undefined;
        readonly idempotency: "none" | null;
        readonly noKeyBecause?: string;
        readonly handle: Handle<null>;
      }
    | {
        readonly idempotency: "required" | "optional" | null;
        readonly batched: Batched<AnyRequest>;
      }
  );

export function endpoint<
  A extends Access,
  Params extends TObject | undefined = undefined,
  Query extends TObject | undefined = undefined,
  Body extends TSchema | undefined = undefined,
  Facts = unknown,
  Prepared = undefined,
>(spec: EndpointSpec<A, Params, Query, Body, Facts, Prepared>): Endpoint {
  return { ...spec, idempotency: spec.idempotency ?? null } as unknown as Endpoint;
}

/** Whether the endpoint takes a key at all. */
export function takesKey({ idempotency }: Pick<Endpoint, "idempotency">): boolean {
  return idempotency === "required" || idempotency === "optional";
}
