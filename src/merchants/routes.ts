import type { Endpoint } from "../platform/http/endpoint.ts";
import type { Context } from "./context.ts";
import { ownOrganisationRoutes } from "./own-organisation.routes.ts";
import { merchantRoutes } from "./routes-merchants.ts";
import { operatorRoutes } from "./routes-operator.ts";
import { peopleRoutes } from "./routes-people.ts";
import { poolRoutes } from "./routes-pool.ts";
import { SELLERS, SHOPS } from "./side.ts";

export function merchantEndpoints(context: Context): Endpoint[] {
  return [
    ...merchantRoutes(context, SHOPS),
    ...peopleRoutes(context, SHOPS),
    ...poolRoutes(context),
    ...merchantRoutes(context, SELLERS),
    ...peopleRoutes(context, SELLERS),
    ...ownOrganisationRoutes(context),
    ...operatorRoutes(context),
  ];
}
