import type { Language } from "../../kernel/refusals.ts";
import type { Context } from "../needs.ts";
import { insertReference, readReferences } from "./customer-reference.store.ts";
import { lockImport } from "./import-lock.store.ts";

/** Each transaction creates so many: a run that is killed loses little, and holds its lock briefly. */
const CUSTOMERS_PER_TRANSACTION = 200;

/** The customer behind each reference of the shop's own books, created where there was none. */
export async function ensureCustomers(
  { deps, identity }: Context,
  of: { shopId: string; references: readonly string[]; language: Language },
): Promise<ReadonlyMap<string, string>> {
  const { shopId, references } = of;
  const customers = new Map<string, string>();
  for (let start = 0; start < references.length; start += CUSTOMERS_PER_TRANSACTION) {
    const some = references.slice(start, start + CUSTOMERS_PER_TRANSACTION);
    const known = await deps.database.transaction(async (sql) => {
      await lockImport(sql, shopId);
      const found = await readReferences(sql, { shopId, references: some });
      for (const reference of some.filter((one) => !found.has(one))) {
        const displayName = nameOf(reference, of.language);
        const { id } = await identity.createCustomerWithoutLogin(sql, { displayName });
        await insertReference(sql, { shopId, reference, customerId: id });
        found.set(reference, id);
      }
      return found;
    });
    for (const [reference, id] of known) customers.set(reference, id);
  }
  return customers;
}

function nameOf(reference: string, language: Language): string {
  return language === "en" ? `Customer ${reference}` : `顾客 ${reference}`;
}
