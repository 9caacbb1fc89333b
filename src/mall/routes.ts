import type { Endpoint } from "../platform/http/endpoint.ts";
import { addressEndpoints } from "./address-routes.ts";
import type { MallContext } from "./context.ts";
import { customerOrderEndpoints } from "./customer-order-routes.ts";
import { productEndpoints } from "./product-routes.ts";
import { sellerOrderEndpoints } from "./seller-order-routes.ts";
import { shelfEndpoints } from "./shelf-routes.ts";

export function mallEndpoints(mall: MallContext): Endpoint[] {
  return [
    ...shelfEndpoints(mall),
    ...productEndpoints(mall),
    ...addressEndpoints(mall),
    ...customerOrderEndpoints(mall),
    ...sellerOrderEndpoints(mall),
  ];
}
