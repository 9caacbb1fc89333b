import type { Merchants } from "../merchants/index.ts";
import type { Deps } from "../platform/deps.ts";

/** What every use case of this module works with. */
export type Context = {
  readonly deps: Deps;
  readonly merchants: Pick<Merchants, "seller">;
};
