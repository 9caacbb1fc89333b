import { expect, test } from "vitest";
import { addressText, needsPickupCode, stepsOf } from "./order-steps.ts";

test("an order offers what the server says, the code where the server asks for it", () => {
  const deliver = { name: "deliver" as const, needs: ["pickupCode" as const] };
  const mixed = { actions: [{ name: "ship" as const, needs: [] }, deliver] };
  expect(stepsOf(mixed)).toEqual(["ship", "deliver"]);
  expect(needsPickupCode(mixed)).toBe(true);
  expect(needsPickupCode({ actions: [{ name: "deliver", needs: [] }] })).toBe(false);
  expect(stepsOf({ actions: [] })).toEqual([]);
});

test("an address pastes as one line", () => {
  const address = {
    recipient: "林小满",
    phone: "139",
    region: "浙江省 杭州市",
    street: "文三路 1 号",
  };
  expect(addressText(address)).toBe("林小满 139 浙江省 杭州市 文三路 1 号");
});
