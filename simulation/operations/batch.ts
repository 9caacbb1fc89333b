import { allowedOutcomes, expectOutcome } from "../model/seen.ts";
import { expectSame } from "../model/violation.ts";
import type { Random } from "../random.ts";
import type { World } from "../world.ts";
import { isSuspended, noteSale, saleBody, someLines, someMoment } from "./till.ts";

const RECEIPTS_MOST = 12;

/** A till that was without a network posts what it sold, all at once; each receipt stands by itself. */
export async function sellBatch(
  world: World,
  { random, name }: { random: Random; name: string },
): Promise<void> {
  if (!world.hasBatches) return;
  const shop = random.pick(world.shops);
  const buyers = random.shuffled(world.customers).slice(0, 4);
  // Turns are taken in one order by everybody, so that nobody waits in a circle.
  const inOrder = [...buyers].sort((left, right) => left.index - right.index);
  const releases: (() => void)[] = [];
  for (const buyer of inOrder) releases.push(await buyer.turn.acquire());
  try {
    const sales = Array.from({ length: random.between(2, RECEIPTS_MOST) }, (_, index) => ({
      buyer: random.pick(buyers),
      lines: someLines(shop, random),
      soldAt: someMoment(world, random),
      receiptNumber: `${name}-${index}`,
    }));
    const body = {
      sales: sales.map(({ buyer, ...sale }) => saleBody(shop, { ...sale, customerId: buyer.id })),
    };
    const request = {
      method: "POST",
      path: `/shops/${shop.id}/sales/batch`,
      body,
      key: name,
    } as const;
    const mishap = random.weighted({ none: 7, answer_lost: 2, sent_twice: 1 });
    const { value, seen, end } = await world.watching(() =>
      world.wire.settle(shop.till, request, { random, mishap }),
    );
    end(true);
    expectSame("a batch of receipts", value.answer.status, 200);
    // biome-ignore lint/suspicious/noExplicitAny: an answer of the server.
    const results = value.answer.body.results as { status: number; sale?: any; problem?: any }[];
    expectSame("results of a batch", results.length, sales.length);
    for (const [index, result] of results.entries()) {
      const sale = sales[index] as (typeof sales)[number];
      const allowed = allowedOutcomes([["shop_suspended", isSuspended(shop, seen)]]);
      expectOutcome("a receipt of a batch", result.sale ? "ok" : result.problem?.code, allowed);
      world.note(sale.buyer, `buys in a batch → ${result.status}`);
      if (!result.sale) continue;
      expectOutcome("its status", String(result.status), ["201", "200"]);
      noteSale(world, sale.buyer, { ...sale, shop, body: result.sale, seen });
    }
    world.count("receipts in batches", sales.length);
    world.countOperation();
  } finally {
    for (const release of releases) release();
  }
}
