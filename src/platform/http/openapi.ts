import type { FastifyDynamicSwaggerOptions as SwaggerOptions } from "@fastify/swagger";
import type { FastifySchema } from "fastify";
import { type TSchema, Type } from "typebox";
import { REFUSALS, type RefusalCode } from "../../kernel/refusals.ts";
import type { Access } from "./access.ts";
import { cookieName } from "./cookie-name.ts";
import { type Endpoint, takesKey } from "./endpoint.ts";
import { PROBLEM_FIELDS } from "./schema.ts";

/** What the document says of the whole. Generated from the schemas that validate, so it cannot drift. */
export function describeApi(origin: string) {
  return {
    openapi: "3.1.0",
    info: {
      title: "Tongdui",
      version: "1",
      description:
        "Points are JSON integers, money is in fen, times are RFC 3339 UTC, errors are RFC 9457 with a stable code. Every POST that changes something takes an Idempotency-Key; it is required where points, stock or money move.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: origin }],
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: cookieName("tongdui_session", origin) },
        apiKey: { type: "http", scheme: "bearer" },
      },
    },
  } as const;
}

/** The plugin's types know OpenAPI 3.0 names only; what it writes is 3.1. */
export function toOpenApi(description: ReturnType<typeof describeApi>): SwaggerOptions {
  return {
    openapi: description as unknown as object,
    refResolver: { buildLocalReference: (schema) => `${schema.$id as string}` },
  };
}

/** Named once in the document; every refusal points to it. */
export const ProblemSchema = Type.Object(PROBLEM_FIELDS, { $id: "Problem" });

type DocumentedSchema = FastifySchema & Record<string, unknown>;

export function routeSchema(endpoint: Endpoint): DocumentedSchema {
  return {
    operationId: operationId(endpoint),
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: describeAccess(endpoint.access),
    ...(endpoint.access.who === "anyone" ? {} : { security: [{ session: [] }, { apiKey: [] }] }),
    ...(endpoint.params ? { params: endpoint.params } : {}),
    ...(endpoint.query ? { querystring: endpoint.query } : {}),
    ...(endpoint.body ? { body: endpoint.body } : {}),
    ...(takesKey(endpoint) ? { headers: idempotencyHeaders(endpoint) } : {}),
    response: { ...successes(endpoint), ...problems(endpoint) },
  };
}

/** Described here, checked by hand: its faults belong beside the body's in one answer. */
function idempotencyHeaders({ idempotency }: Endpoint) {
  const key = Type.String({
    description: "1 to 255 printable characters, one per intent; a repeat gets the first answer.",
  });
  const isRequired = idempotency === "required";
  return Type.Object({ "idempotency-key": isRequired ? key : Type.Optional(key) });
}

function operationId({ method, path }: Endpoint): string {
  const words = path
    .split("/")
    .filter(Boolean)
    .map((part) => part.replace(/[{}]/g, ""));
  return [method.toLowerCase(), ...words].join("-");
}

function successes(endpoint: Endpoint): Record<string, TSchema> {
  return Object.fromEntries(
    Object.entries(endpoint.answers).map(([status, schema]) => [
      status,
      schema ?? Type.Null({ description: "No content" }),
    ]),
  );
}

function problems(endpoint: Endpoint): Record<string, unknown> {
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of allRefusals(endpoint)) {
    const status = endpoint.statusOf?.[code] ?? REFUSALS[code].status;
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.join(", "),
        content: { "application/problem+json": { schema: { $ref: "Problem#" } } },
      },
    ]),
  );
}

function allRefusals(endpoint: Endpoint): RefusalCode[] {
  const door: RefusalCode[] = [];
  if (endpoint.access.who !== "anyone") door.push("not_signed_in", "not_allowed");
  if (endpoint.access.who === "member") door.push("not_found");
  if (endpoint.body || endpoint.query || takesKey(endpoint)) door.push("invalid_request");
  if (takesKey(endpoint)) door.push("idempotency_key_reused");
  if (endpoint.callsPerMinute) door.push("rate_limited");
  return [...new Set([...door, ...endpoint.refusals])];
}

function describeAccess(access: Access): string {
  if (access.who === "anyone") return "Anyone may call this.";
  if (access.who === "signed_in") return "Any person who is signed in.";
  if (access.who === "operator") return `Operator: ${access.roles.join(", ")}.`;
  const operators = access.operators ?? [];
  const also = operators.length > 0 ? `; operator: ${operators.join(", ")}` : "";
  return `${access.of === "shop" ? "Shop" : "Seller"}: ${access.roles.join(", ")}${also}.`;
}
