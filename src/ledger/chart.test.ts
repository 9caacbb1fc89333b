import { describe, expect, test } from "vitest";
import { type AccountRef, HOUSE, MALL, MONEY, ROLES, type Role } from "./account.ts";
import { COMPOSITIONS, compositionOf, fitsItsKind, isInChart } from "./chart.ts";
import { KINDS } from "./posting.ts";

const SHOP = "shop_noodles";

const at = (unit: string, owner: string, role: Role): AccountRef => ({ unit, owner, role });

describe("the chart has a place for", () => {
  test.each<[unit: string, owner: string, roles: readonly Role[]]>([
    [SHOP, SHOP, ["issue", "retirement", "breakage"]],
    [SHOP, "cus_1", ["available", "pending"]],
    [SHOP, HOUSE, []],
    [MALL, HOUSE, ["issue", "retirement", "breakage", "fee", "commission"]],
    [MALL, "cus_1", ["available", "held", "receivable", "promotion"]],
    [MONEY, HOUSE, ["bank", "clearing"]],
    [MONEY, SHOP, ["pool", "transit"]],
  ])("%s, owned by %s: %j", (unit, owner, roles) => {
    expect(ROLES.filter((role) => isInChart(at(unit, owner, role))).sort()).toEqual(
      [...roles].sort(),
    );
  });
});

type Move = { from: AccountRef; to: AccountRef };
const shop = (from: Role, to: Role): Move => ({ from: shopAt(from), to: shopAt(to) });
const mall = (from: Role, to: Role): Move => ({ from: mallAt(from), to: mallAt(to) });
const money = (from: Role, to: Role): Move => ({ from: moneyAt(from), to: moneyAt(to) });
const shopAt = (role: Role) =>
  at(SHOP, role === "available" || role === "pending" ? "cus_1" : SHOP, role);
const mallAt = (role: Role) =>
  at(
    MALL,
    ["issue", "retirement", "breakage", "fee", "commission"].includes(role) ? HOUSE : "cus_1",
    role,
  );
const moneyAt = (role: Role) =>
  at(MONEY, role === "bank" || role === "clearing" ? HOUSE : SHOP, role);
const CONVERSION = [shop("available", "retirement"), mall("issue", "available")];
const ELSEWHERE = {
  from: at("shop_tea", "shop_tea", "issue"),
  to: at("shop_tea", "cus_1", "available"),
};

describe("a posting fits its kind", () => {
  test.each<[kind: string, ...moves: Move[]]>([
    ["earn", shop("issue", "available")],
    ["earn", shop("issue", "pending")],
    ["mature", shop("pending", "available")],
    ["claw_back", shop("available", "issue")],
    ["claw_back", shop("pending", "issue"), shop("available", "issue")],
    ["convert", ...CONVERSION],
    ["convert", ...CONVERSION, mall("issue", "fee"), money("pool", "clearing")],
    ["hold", mall("available", "held")],
    ["release", mall("held", "available")],
    ["pay", mall("held", "receivable"), mall("held", "commission")],
    ["pay", mall("held", "commission")],
    ["refund", mall("receivable", "available"), mall("commission", "available")],
    ["expire", shop("pending", "breakage")],
    ["expire", mall("available", "breakage")],
    ["grant", mall("issue", "promotion")],
    ["subsidise", mall("promotion", "receivable")],
    ["deposit", money("bank", "pool")],
    ["gather", money("pool", "transit")],
    ["gather", money("transit", "pool")],
    ["settle", mall("receivable", "retirement"), money("clearing", "bank")],
    ["settle", money("clearing", "bank")],
    ["adjust", mall("issue", "held"), mall("issue", "held")],
    ["adjust", money("bank", "clearing")],
  ])("%s %#", (kind, ...moves) => {
    expect(fitsItsKind(kind, moves)).toBe(true);
  });
});

describe("a posting does not fit its kind", () => {
  test.each<[why: string, kind: string, moves: readonly Move[]]>([
    ["moves nothing", "earn", []],
    ["is of no known kind", "toString", [shop("issue", "available")]],
    ["goes backwards", "earn", [shop("available", "issue")]],
    [
      "has one of two exclusive legs too many",
      "earn",
      [shop("issue", "available"), shop("issue", "pending")],
    ],
    ["has a leg twice", "claw_back", [shop("available", "issue"), shop("available", "issue")]],
    ["lacks a leg", "convert", [shop("available", "retirement"), mall("issue", "fee")]],
    ["has a leg of another kind", "convert", [...CONVERSION, mall("held", "receivable")]],
    ["is in another class of unit", "hold", [shop("issue", "available")]],
    ["moves points of two shops", "adjust", [shop("issue", "available"), ELSEWHERE]],
    [
      "moves points of two shops, each as the kind allows",
      "claw_back",
      [shop("pending", "issue"), { from: ELSEWHERE.to, to: ELSEWHERE.from }],
    ],
    [
      "moves two units where one is adjusted",
      "adjust",
      [shop("issue", "available"), mall("issue", "held")],
    ],
    ["leaves its unit", "adjust", [{ from: shopAt("issue"), to: mallAt("available") }]],
    [
      "leaves its unit for the same role of another",
      "expire",
      [{ from: mallAt("available"), to: shopAt("breakage") }],
    ],
    [
      "leaves the chart",
      "adjust",
      [{ from: at(MALL, HOUSE, "issue"), to: at(MALL, HOUSE, "pool") }],
    ],
  ])("because it %s", (_, kind, moves) => {
    expect(fitsItsKind(kind, moves)).toBe(false);
  });
});

test("every kind has its composition, of legs between two roles of the chart", () => {
  expect(Object.keys(COMPOSITIONS).sort()).toEqual([...KINDS].sort());
  for (const kind of KINDS) {
    const composition = compositionOf(kind) ?? [];
    if (typeof composition === "string") continue;
    for (const { from, to, unit } of composition.flatMap(({ legs }) => legs)) {
      const place = { shop: shopAt, mall: mallAt, money: moneyAt }[unit];
      expect(isInChart(place(from)) && isInChart(place(to)), `${kind} ${from} ${to}`).toBe(true);
    }
  }
});
