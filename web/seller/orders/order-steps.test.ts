import { expect, test } from "vitest";
import { addressText, shortNumber, stepsOf } from "./order-steps.ts";

test.each([
  ["placed", ["accept", "cancel"]],
  ["accepted", ["ship", "cancel"]],
  ["shipped", ["deliver"]],
  ["delivered", []],
  ["completed", []],
  ["cancelled", []],
] as const)("an order that is %s offers %o", (status, steps) => {
  expect(stepsOf(status)).toEqual(steps);
});

test("an order's short number is the end of its id", () => {
  expect(shortNumber("ord_019a7b2c-77d0-7cc1-9f11-0a1b2c3d4e5f")).toBe("2C3D4E5F");
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
