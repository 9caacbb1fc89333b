import { expectOutcome } from "../model/seen.ts";
import { expectSame } from "../model/violation.ts";
import type { Random } from "../random.ts";
import type { World } from "../world.ts";

/** Keys live at least this long. */
const KEY_HOURS = 23;

/** A request of the last day comes once more, with its key: the same answer, to the byte. */
export async function repeatAnOldOne(world: World, random: Random): Promise<void> {
  const since = world.clock.upper - KEY_HOURS * 3_600_000;
  const recent = world.kept.filter(({ at }) => at >= since);
  if (recent.length === 0) return;
  const { caller, request, answer } = random.pick(recent);
  const again = await world.wire.settle(caller, request, { random });
  expectSame(`repeating ${request.path}`, again.answer.text, answer.text);
  expectSame(`repeating ${request.path}: replayed`, again.answer.replayed, true);
  world.count("repeated later");
  world.countOperation();
}

/** A key that was used comes with another request: refused, and nothing happens. */
export async function reuseAKey(world: World, random: Random): Promise<void> {
  const since = world.clock.upper - KEY_HOURS * 3_600_000;
  const recent = world.kept.filter(
    ({ at, request }) => at >= since && "lines" in (request.body ?? {}),
  );
  if (recent.length === 0) return;
  const { caller, request } = random.pick(recent);
  const body = structuredClone(request.body) as { lines: { quantity: number }[] };
  const [line] = body.lines;
  if (!line) return;
  line.quantity += 1;
  const { answer } = await world.wire.settle(caller, { ...request, body }, { random });
  expectOutcome("a key with another request", answer.code, ["idempotency_key_reused"]);
  world.count("keys reused");
  world.countOperation();
}

/** A receipt that was posted comes again under another key: the first answer, or a clash. */
export async function repeatAReceipt(world: World, random: Random): Promise<void> {
  const sales = world.kept.filter(({ request }) => "receiptNumber" in (request.body ?? {}));
  if (sales.length === 0) return;
  const { caller, request, answer } = random.pick(sales);
  const isAltered = random.chance(0.3);
  const body = structuredClone(request.body) as { lines: { quantity: number }[] };
  if (isAltered && body.lines[0]) body.lines[0].quantity += 1;
  const key = `again-${random.between(0, 1e9)}-${random.between(0, 1e9)}`;
  const repeated = { ...request, body, key };
  const { value, seen, end } = await world.watching(() =>
    world.wire.settle(caller, repeated, { random }),
  );
  end(true);
  const shop = world.shops.find(({ id }) => request.path.includes(id));
  const canBeSuspended = shop?.standing.during(seen).includes("suspended") ?? false;
  const expected = isAltered ? "receipt_number_reused" : "ok";
  expectOutcome("a receipt again", value.answer.code, [
    expected,
    ...(canBeSuspended ? ["shop_suspended"] : []),
  ]);
  if (value.answer.code === "ok") {
    expectSame("the answer to a receipt that came again", value.answer.text, answer.text);
    expectSame("its status", value.answer.status, 200);
  }
  world.count("receipts repeated");
  world.countOperation();
}

/** What cannot be asked is refused for its form, whatever else holds. */
export async function askNonsense(world: World, random: Random): Promise<void> {
  const shop = random.pick(world.shops);
  const customer = random.pick(world.customers);
  const key = `nonsense-${random.between(0, 1e9)}`;
  const [path, body] = random.pick<[string, object]>([
    ["/me/conversion-quotes", { shopId: shop.id, points: 0 }],
    ["/me/conversion-quotes", { shopId: shop.id, points: -5 }],
    ["/me/conversion-quotes", { shopId: shop.id, points: 1.5 }],
    ["/me/conversion-quotes", { shopId: shop.id, points: 9_007_199_254_740_992 }],
    ["/me/orders", { lines: [] }],
    ["/me/orders", { lines: [{ productId: random.pick(world.goods).id, quantity: 0 }] }],
  ]);
  const { answer } = await world.wire.settle(
    customer.caller,
    { method: "POST", path, body, key },
    { random },
  );
  expectOutcome("nonsense", answer.code, ["invalid_request"]);
  world.countOperation();
}
