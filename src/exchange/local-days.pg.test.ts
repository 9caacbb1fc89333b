import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Instant, instant } from "../kernel/clock.ts";
import { zoneChanged } from "../kernel/counted-days.ts";
import { type Answered, openStreet, type Street } from "./exchange-server.fixture.ts";

const CAPPED = { shopPoints: 100, mallPoints: 3, dailyCapPoints: 1000 };

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(async () => {
  expect(await street.balanced()).toBe(true);
  await street.close();
});

/** The clock only goes forward, so each test has a day of its own. */
function goTo(moment: string): void {
  const seconds = (Date.parse(moment) - street.clock.now()) / 1000;
  expect(seconds).toBeGreaterThan(0);
  street.clock.advanceSeconds(seconds);
}

async function openShop(timeZone: string | null) {
  const shopId = await street.openShop({ terms: CAPPED });
  changeZone(shopId, timeZone, null);
  return shopId;
}

function changeZone(shopId: string, to: string | null, at: Instant | null): void {
  const shop = street.shops.get(shopId);
  if (!shop) throw new Error("the test opened the shop");
  const zone = to ?? street.policies.current.timeZone;
  const timeZoneChange = at === null ? null : zoneChanged(at, { to: zone, counted: at });
  street.shops.set(shopId, { ...shop, timeZone: to, timeZoneChange });
}

async function convert(customerId: string, shopId: string, points: number): Promise<Answered> {
  street.windows.set(customerId, { until: instant(street.clock.now() + 60_000), by: "passkey" });
  return street.convert(customerId, await street.quote(customerId, shopId, points));
}
const codeOf = ({ status, body }: Answered) => (status === 201 ? "converted" : body.code);

describe("a daily cap begins anew", () => {
  test.each([
    ["in Shanghai", "Asia/Shanghai", "2026-03-02T15:59:59.999Z"],
    [
      "in New York, on the night after clocks went forward",
      "America/New_York",
      "2026-03-09T03:59:59.999Z",
    ],
    ["in Kathmandu", "Asia/Kathmandu", "2026-03-10T18:14:59.999Z"],
    ["where the mall is, for a shop without a zone of its own", null, "2026-03-12T15:59:59.999Z"],
  ])("at local midnight %s, and not at that of UTC", async (_, timeZone, lastMoment) => {
    const shopId = await openShop(timeZone);
    const customerId = await street.customerWith(shopId, 5_000n);
    goTo(new Date(Date.parse(lastMoment) - 20 * 3_600_000).toISOString());
    expect(codeOf(await convert(customerId, shopId, 1000))).toBe("converted");
    goTo(lastMoment);
    expect(codeOf(await convert(customerId, shopId, 100))).toBe("daily_cap_reached");
    street.clock.advanceSeconds(0.001);
    expect(codeOf(await convert(customerId, shopId, 1000))).toBe("converted");
    expect(codeOf(await convert(customerId, shopId, 100))).toBe("daily_cap_reached");
  });

  test("once, when twenty ask at once in the first second of the day", async () => {
    const shopId = await openShop("Asia/Shanghai");
    const customerId = await street.customerWith(shopId, 50_000n);
    goTo("2026-03-14T15:59:59.999Z");
    expect(codeOf(await convert(customerId, shopId, 1000))).toBe("converted");
    street.clock.advanceSeconds(0.001);
    street.windows.set(customerId, { until: instant(street.clock.now() + 60_000), by: "passkey" });
    const quotes = await Promise.all(
      Array.from({ length: 20 }, () => street.quote(customerId, shopId, 400)),
    );
    const answers = await Promise.all(quotes.map((quote) => street.convert(customerId, quote)));
    const codes = answers.map(codeOf).sort();
    expect(codes).toEqual([...Array(2).fill("converted"), ...Array(18).fill("daily_cap_reached")]);
  });
});

describe("a shop that changes its zone", () => {
  test("to the west does not give the cap again, until both days are over", async () => {
    const shopId = await openShop("Asia/Shanghai");
    const customerId = await street.customerWith(shopId, 9_000n);
    goTo("2026-03-20T14:00:00.000Z");
    expect(codeOf(await convert(customerId, shopId, 1000))).toBe("converted");
    // 10 in the evening in Shanghai, 10 in the morning in New York.
    changeZone(shopId, "America/New_York", street.clock.now());
    expect(codeOf(await convert(customerId, shopId, 100))).toBe("daily_cap_reached");
    goTo("2026-03-20T16:30:00.000Z");
    expect(codeOf(await convert(customerId, shopId, 100))).toBe("daily_cap_reached");
    goTo("2026-03-21T04:00:00.000Z");
    expect(codeOf(await convert(customerId, shopId, 1000))).toBe("converted");
  });

  test("to the east does not either", async () => {
    const shopId = await openShop("America/New_York");
    const customerId = await street.customerWith(shopId, 9_000n);
    goTo("2026-03-22T15:00:00.000Z");
    expect(codeOf(await convert(customerId, shopId, 1000))).toBe("converted");
    // 11 in the morning in New York, an hour before midnight in Shanghai.
    changeZone(shopId, "Asia/Shanghai", street.clock.now());
    goTo("2026-03-22T16:00:00.000Z");
    expect(codeOf(await convert(customerId, shopId, 100))).toBe("daily_cap_reached");
    goTo("2026-03-23T04:00:00.000Z");
    expect(codeOf(await convert(customerId, shopId, 1000))).toBe("converted");
    goTo("2026-03-23T15:59:59.000Z");
    expect(codeOf(await convert(customerId, shopId, 100))).toBe("daily_cap_reached");
  });

  test("counts by the new zone at once for who had not turned anything in", async () => {
    const shopId = await openShop("Asia/Shanghai");
    const customerId = await street.customerWith(shopId, 9_000n);
    goTo("2026-03-25T12:00:00.000Z");
    changeZone(shopId, "Asia/Kathmandu", street.clock.now());
    expect(codeOf(await convert(customerId, shopId, 1000))).toBe("converted");
    goTo("2026-03-25T16:00:00.000Z");
    expect(codeOf(await convert(customerId, shopId, 100))).toBe("daily_cap_reached");
    goTo("2026-03-25T18:15:00.000Z");
    expect(codeOf(await convert(customerId, shopId, 1000))).toBe("converted");
  });
});

describe("mall points are good through the last day promised, where the mall is", () => {
  test.each([
    [1, "Asia/Shanghai", "2026-04-01T15:59:59.999Z", "2026-04-02", "2026-04-02T16:00:00.000Z"],
    [1, "Asia/Shanghai", "2026-04-01T16:00:00.000Z", "2026-04-03", "2026-04-03T16:00:00.000Z"],
    [730, "America/New_York", "2026-04-02T12:00:00.000Z", "2028-04-01", "2028-04-02T04:00:00.000Z"],
  ])("%i days in %s from %s", async (days, timeZone, now, lastDay, end) => {
    // A shop elsewhere says nothing about the mall's points.
    const shopId = await openShop("Pacific/Kiritimati");
    const customerId = await street.customerWith(shopId, 1_000n);
    goTo(now);
    const before = street.policies.current;
    street.policies.current = { ...before, timeZone, mallPointsExpireDays: days };
    const body = { shopId, points: 100 };
    const quote = await street.call("POST", "/me/conversion-quotes", { as: customerId, body });
    expect(quote.body).toMatchObject({ mallPointsExpireOn: lastDay, mallPointsExpireAt: end });
    street.windows.set(customerId, { until: instant(street.clock.now() + 60_000), by: "passkey" });
    const answer = await street.convert(customerId, quote.body.id);
    expect(answer.body.wallet.mall.expiring).toEqual([{ points: 3, at: end }]);
    street.policies.current = before;
  });
});
