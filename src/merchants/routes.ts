import type { Endpoint } from "../platform/http/endpoint.ts";
import type { Context } from "./context.ts";

export function merchantEndpoints(_context: Context): Endpoint[] {
  return [];
}
