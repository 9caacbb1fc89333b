import type { Endpoint } from "../platform/http/endpoint.ts";
import type { Context } from "./context.ts";
import { ratioEndpoints } from "./ratio.routes.ts";
import { walletEndpoints } from "./wallet.routes.ts";

export function exchangeEndpoints(context: Context): Endpoint[] {
  return [...ratioEndpoints(context), ...walletEndpoints(context)];
}
