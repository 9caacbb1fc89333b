import { expect, test } from "vitest";
import { runAllOnce } from "../platform/idempotency/run-once.ts";
import { convertAll } from "./convert.ts";
import { openStreet } from "./exchange-server.fixture.ts";

test("one key that several processes carry out at once gets the first answer from all", async () => {
  const street = await openStreet();
  const shopId = await street.openShop();
  for (let round = 0; round < 5; round += 1) {
    const customerId = await street.customerWith(shopId, 900n);
    const quoteId = await street.quote(customerId, shopId, 250);
    const once = { caller: customerId, key: "k", content: { quoteId }, at: street.clock.now() };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        runAllOnce(street.database, [once], {
          read: async () => undefined,
          carryOut: async (sql) => {
            const command = { caller: street.personOf(customerId), quoteId };
            const { outcomes } = await convertAll(street.context, sql, [command]);
            return outcomes.map((outcome) =>
              outcome.ok ? { ok: true, status: 201, body: { id: outcome.value.id } } : outcome,
            );
          },
        }),
      ),
    );
    const texts = answers.flat().map((answer) => ("text" in answer ? answer.text : "not kept"));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain("cnv_");
  }
  await street.close();
});
