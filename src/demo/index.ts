import type { App } from "../app.ts";
import { buildTown } from "./build-town.ts";
import { lockTown, readTownState, writeTownState } from "./demo.store.ts";
import { PEOPLE } from "./town.ts";

export { createFirstOperator } from "./create-first-operator.ts";

/** Who to sign in as, and where to look then. */
export const demoLogins = [
  { login: PEOPLE.lin.login, who: "customer 顾客", page: "/" },
  { login: PEOPLE.noodles.login, who: "shop owner 线下商家", page: "/shop" },
  { login: PEOPLE.cashier.login, who: "cashier 收银员", page: "/shop" },
  { login: PEOPLE.tea.login, who: "online merchant 线上商家", page: "/seller" },
  { login: PEOPLE.operator.login, who: "operator 运营方", page: "/operator" },
] as const;

/** Built in three seconds; on a machine that does much else, in a minute. */
const BUILDING_SECONDS = 600;

/**
 * Builds the demo town once, on a database that nobody has used. A start that is killed half-way is
 * continued by the next: every step looks whether it was done. Answers whether there is a town.
 */
export async function seedDemoTown(app: App): Promise<boolean> {
  const { database } = app.deps;
  // The lock is held by a transaction of its own while the town is built through the front door.
  const lock = { seconds: BUILDING_SECONDS };
  return database.background.transaction(async (sql) => {
    await lockTown(sql, BUILDING_SECONDS);
    const state = await readTownState(database);
    if (state === "built") return true;
    if (state === "none") return false;
    if (state === "undecided" && (await isInUse(app))) {
      await writeTownState(database, "none");
      return false;
    }
    await writeTownState(database, "building");
    await buildTown(app);
    await writeTownState(database, "built");
    return true;
  }, lock);
}

/** A deployment that was started without the town stays without it. */
export async function declineDemoTown(app: App): Promise<void> {
  const { database } = app.deps;
  if ((await readTownState(database)) === "undecided") await writeTownState(database, "none");
}

async function isInUse({ identity, deps }: App): Promise<boolean> {
  return (await identity.countCustomers(deps.database)) > 0;
}
