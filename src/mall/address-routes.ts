import { signedIn } from "../platform/http/access.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { readAddresses } from "./address.store.ts";
import type { MallContext } from "./context.ts";
import { AddressAnswer, AddressPage, AddressParams, NewAddress } from "./contract.ts";
import { addAddress, removeAddress } from "./keep-addresses.ts";

const tag = "Orders";

export function addressEndpoints(mall: MallContext): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/me/addresses",
      tag,
      summary: "List my addresses, the default first.",
      access: signedIn,
      answers: { 200: AddressPage },
      refusals: [],
      handle: async ({ caller }) => {
        const items = await readAddresses(mall.database, caller.accountId);
        return reply(200, { items, nextCursor: null });
      },
    }),
    endpoint({
      method: "POST",
      path: "/me/addresses",
      tag,
      summary: "Add an address.",
      access: signedIn,
      body: NewAddress,
      answers: { 201: AddressAnswer },
      refusals: [],
      idempotency: "optional",
      handle: async ({ caller, body, language }, database) => {
        const customerId = caller.accountId;
        const address = await addAddress(
          { ...mall, database },
          { customerId, fields: body, language },
        );
        return address.ok ? reply(201, address.value) : address;
      },
    }),
    endpoint({
      method: "DELETE",
      path: "/me/addresses/{addressId}",
      tag,
      summary: "Remove an address.",
      access: signedIn,
      params: AddressParams,
      answers: { 204: null },
      refusals: ["not_found"],
      handle: async ({ caller, params }) => {
        const it = { customerId: caller.accountId, id: params.addressId };
        const removed = await removeAddress(mall, it);
        return removed.ok ? reply(204) : removed;
      },
    }),
  ];
}
