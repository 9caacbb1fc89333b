import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays } from "../kernel/clock.ts";
import { openStreet, type Street } from "./exchange-server.fixture.ts";

const DAY_SECONDS = 86_400;

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

test("quotes are forgotten a week after they expired, used or not", async () => {
  const shopId = await street.openShop();
  const customerId = await street.customerWith(shopId, 900n);
  const used = await street.quote(customerId, shopId, 250);
  const unused = await street.quote(customerId, shopId, 250);
  await street.convert(customerId, used, "first");
  street.clock.advanceSeconds(7 * DAY_SECONDS);
  const young = await street.quote(customerId, shopId, 250);
  street.windows.set(customerId, { until: addDays(street.clock.now(), 1), by: "passkey" });
  const codeOf = async (quoteId: string) =>
    (await street.convert(customerId, quoteId, `${quoteId} again`)).body.code;

  expect(await street.exchange.forgetOldQuotes()).toBe(0);
  expect([await codeOf(unused), await codeOf(used)]).toEqual(["quote_expired", "quote_expired"]);
  street.clock.advanceSeconds(121);
  expect(await street.exchange.forgetOldQuotes()).toBe(2);
  expect([await codeOf(unused), await codeOf(used)]).toEqual(["not_found", "not_found"]);
  expect(await codeOf(young)).toBe("quote_expired");
});

test("more old quotes than one statement deletes are forgotten in one run", async () => {
  await street.database.execute(
    `insert into conversion_quote (bucket, id, customer_id, shop_id, ratio_version, points_asked,
       points_taken, points_given, fee, cost_fen, minimum_points, mall_points_expire_at,
       created_at, expires_at)
     select 5, 'quo_old_' || n, 'cus_old', 'shop_old', 1, 100, 100, 3, 0, 3, 0, '2027-01-01',
       '2025-01-01', '2025-01-01'
     from generate_series(1, 2500) n`,
  );
  const runs = await Promise.all([
    street.exchange.forgetOldQuotes(),
    street.exchange.forgetOldQuotes(),
  ]);
  const [left] = await street.database.query<{ count: bigint }>(
    "select count(*) from conversion_quote where customer_id = 'cus_old'",
  );
  expect(left?.count).toBe(0n);
  expect(runs[0] + runs[1]).toBe(2500);
});
