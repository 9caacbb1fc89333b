import type { Endpoint } from "../platform/http/endpoint.ts";
import { memberEndpoints } from "./member.routes.ts";
import type { Context } from "./needs.ts";
import { productEndpoints } from "./product.routes.ts";
import { ruleEndpoints } from "./rule.routes.ts";
import { saleEndpoints } from "./sale.routes.ts";

export function earningEndpoints(context: Context): Endpoint[] {
  return [
    ...productEndpoints(context),
    ...ruleEndpoints(context),
    ...saleEndpoints(context),
    ...memberEndpoints(context),
  ];
}
