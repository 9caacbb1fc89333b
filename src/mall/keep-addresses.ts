import type { Language } from "../kernel/refusals.ts";
import { err, invalid, ok, type Result } from "../kernel/result.ts";
import {
  type Address,
  clearDefault,
  defaultToNewest,
  deleteAddress,
  insertAddress,
  lockAddressBook,
  readAddresses,
} from "./address.store.ts";
import type { MallContext } from "./context.ts";
import type { NewAddress } from "./contract.ts";
import { ADDRESSES_MAXIMUM } from "./limits.ts";

/** Adds an address; the first one is the default, and so is one that asks to be. */
export function addAddress(
  mall: MallContext,
  it: { customerId: string; fields: NewAddress; language: Language },
): Promise<Result<Address, "invalid_request">> {
  const { customerId, fields, language } = it;
  return mall.database.transaction(async (sql) => {
    await lockAddressBook(sql, customerId);
    const present = await readAddresses(sql, customerId);
    if (present.length >= ADDRESSES_MAXIMUM) {
      const detail =
        language === "en"
          ? `At most ${ADDRESSES_MAXIMUM} addresses.`
          : `最多 ${ADDRESSES_MAXIMUM} 个地址。`;
      return invalid("", "too_many", detail);
    }
    // From here it succeeds.
    const isDefault = present.length === 0 || fields.isDefault === true;
    if (isDefault) await clearDefault(sql, customerId);
    const address = { ...fields, id: mall.ids.next("address"), isDefault };
    await insertAddress(sql, { ...address, customerId });
    return ok(address);
  });
}

/** Removes an address; when it was the default, the newest of the others is it now. */
export function removeAddress(
  mall: MallContext,
  it: { customerId: string; id: string },
): Promise<Result<undefined, "not_found">> {
  return mall.database.transaction(async (sql) => {
    await lockAddressBook(sql, it.customerId);
    if (!(await deleteAddress(sql, it))) return err("not_found");
    // From here it succeeds.
    await defaultToNewest(sql, it.customerId);
    return ok();
  });
}
