import type { RatioVersion } from "../model/exchange.ts";
import { countDeposit, countPosting, transfer } from "../model/moved.ts";
import { addDays, expectOutcome, type Seen } from "../model/seen.ts";
import { expectSame, expectThat } from "../model/violation.ts";
import type { Random } from "../random.ts";
import type { Good, Seller, Shop, World } from "../world.ts";

/** The operator records that a shop's money has arrived. */
export async function deposit(
  world: World,
  { shop, amount, key, random }: { shop: Shop; amount: number; key: string; random: Random },
): Promise<void> {
  const request = {
    method: "POST",
    path: `/shops/${shop.id}/pool/deposits`,
    body: { amount, reference: key },
    key,
  } as const;
  const mishap = random.weighted({ none: 6, answer_lost: 2, sent_twice: 2 });
  const draws = [{ from: shop.pool, change: amount }];
  const { value, seen, end } = await world.watching(
    () => world.wire.settle(world.operator, request, { random, mishap }),
    draws,
  );
  const { answer } = value;
  expectOutcome("deposit", answer.code, ["ok"]);
  const { low, high } = seen.boundsOf(shop.pool);
  const { balance } = answer.body as { balance: number };
  expectThat(
    balance >= low + amount && balance <= high + amount,
    () =>
      `the pool is ${balance} after a deposit, but should be ${low + amount} … ${high + amount}`,
  );
  end(true);
  transfer(world.moved, "money mall bank", `money ${shop.id} pool`, amount);
  countDeposit(world.moved, amount);
  world.kept.push({ caller: world.operator, request, answer, at: world.clock.lower });
  world.countOperation();
}

/** Suspends, or lifts it: doing it twice changes nothing, so a lost answer is simply asked for again. */
export async function review(
  world: World,
  { of, side, random }: { of: Shop | Seller; side: "shops" | "sellers"; random: Random },
): Promise<void> {
  const release = await of.desk.acquire();
  try {
    const isSuspended = of.standing.latest === "suspended";
    const isNew = of.standing.latest === "pending";
    // Most are in good standing most of the time.
    if (!isSuspended && !isNew && random.chance(0.6)) return;
    const decision = isSuspended || isNew ? "approve" : "suspend";
    const next = decision === "approve" ? "approved" : "suspended";
    of.standing.begin(next, world.tick());
    const path = `/operator/${side}/${of.id}/${decision}`;
    const { value, seen, end } = await world.watching(() =>
      world.wire.settle(world.operator, { method: "POST", path, body: {} }, { random }),
    );
    end(true);
    of.standing.end(world.tick());
    expectSame(decision, [value.answer.code, value.answer.body.status], ["ok", next]);
    if (isNew && "staff" in of) await welcome(world, of, { seen, random });
    world.countOperation();
  } finally {
    release();
  }
}

export const WELCOME_POINTS = 500;
export const COMMISSION_FREE_DAYS = 5;

/** The newcomer programme: points while its budget lasts, and days without commission. */
export async function welcome(
  world: World,
  seller: Seller,
  { seen, random }: { seen: Pick<Seen, "from" | "to">; random: Random },
): Promise<void> {
  const { answer } = await world.wire.settle(
    seller.staff,
    { method: "GET", path: `/sellers/${seller.id}/incentives` },
    { random },
  );
  const isInBudget = world.pointsGranted.left >= WELCOME_POINTS;
  expectSame(
    "promotion points of a newcomer",
    answer.body.promotionWallet.available,
    isInBudget ? WELCOME_POINTS : 0,
  );
  const until = Date.parse(answer.body.commissionFreeUntil);
  const [from, to] = [seen.from, seen.to].map((at) => addDays(at, COMMISSION_FREE_DAYS));
  expectThat(
    until >= (from ?? 0) && until <= (to ?? 0),
    () => `free of commission until ${answer.body.commissionFreeUntil}`,
  );
  seller.commissionFreeUntil = until;
  if (!isInBudget) return;
  world.pointsGranted.left -= WELCOME_POINTS;
  transfer(world.moved, "mall mall issue", `mall ${seller.id} promotion`, WELCOME_POINTS);
  countPosting(world.moved, "grant");
}

type Terms = Pick<
  RatioVersion,
  "shopPoints" | "mallPoints" | "minimumPoints" | "dailyCapPoints"
> & { delaySeconds: number };

/** Appends a version of a shop's ratio. It takes no key: after a lost answer the versions tell. */
export async function publishRatio(
  world: World,
  { shop, terms, random }: { shop: Shop; terms: Terms; random: Random },
): Promise<void> {
  const release = await shop.desk.acquire();
  try {
    const { delaySeconds, ...sides } = terms;
    const asked = world.clock.upper + delaySeconds * 1000;
    const entry: RatioVersion = {
      ...sides,
      version: (shop.ratios.at(-1)?.version ?? 0) + 1,
      validFrom: delaySeconds > 0 ? asked : world.clock.lower,
      possibleFrom: world.tick(),
      certainFrom: Number.POSITIVE_INFINITY,
    };
    shop.ratios.push(entry);
    const body = {
      ...sides,
      ...(delaySeconds > 0 ? { validFrom: new Date(asked).toISOString() } : {}),
    };
    const published = await publishSurely(world, { shop, body, version: entry.version, random });
    expectSame(
      "the version that was published",
      [
        published.shopPoints,
        published.mallPoints,
        published.minimumPoints,
        published.dailyCapPoints,
      ],
      [sides.shopPoints, sides.mallPoints, sides.minimumPoints, sides.dailyCapPoints],
    );
    entry.validFrom = Date.parse(published.validFrom);
    entry.certainFrom = world.tick();
    // An answer that was lost may have published it as well, a moment before.
    for (let version = entry.version + 1; version <= published.version; version += 1) {
      shop.ratios.push({ ...entry, version });
    }
    world.countOperation();
  } finally {
    release();
  }
}

type Published = Omit<Terms, "delaySeconds"> & { version: number; validFrom: string };

async function publishSurely(
  world: World,
  it: { shop: Shop; body: object; version: number; random: Random },
): Promise<Published> {
  const { shop, body, version, random } = it;
  const path = `/shops/${shop.id}/exchange-ratio`;
  for (let tries = 0; ; tries += 1) {
    const answer = await world.wire.tryOnce(shop.owner, { method: "POST", path, body }, random);
    if (answer !== null && answer.code !== "overloaded") {
      expectOutcome("publishing a ratio", answer.code, ["ok"]);
      const { body: made } = answer as { body: Published };
      const isNext = made.version >= version && made.version <= version + tries;
      expectThat(isNext, () => `version ${made.version} was published, not ${version}`);
      return made;
    }
    const latest = await world.wire.settle(
      shop.owner,
      { method: "GET", path: `${path}/versions?limit=1` },
      { random },
    );
    const [item] = latest.answer.body.items as Published[];
    if (item && item.version >= version) return item;
  }
}

/** A shop changes for how long goods may come back. It holds for sales from then on. */
export async function changeReturnDays(
  world: World,
  { shop, returnDays, random }: { shop: Shop; returnDays: number | null; random: Random },
): Promise<void> {
  const release = await shop.desk.acquire();
  try {
    shop.returnDays.begin(returnDays, world.tick());
    const { answer } = await world.wire.settle(
      shop.owner,
      { method: "PATCH", path: `/shops/${shop.id}`, body: { returnDays } },
      { random },
    );
    shop.returnDays.end(world.tick());
    const { code, body } = answer;
    expectSame(
      "changing the return period",
      [code, body.returnDays, body.mallReturnDays],
      ["ok", returnDays, world.policy().saleReturnDays],
    );
    world.count("return periods changed");
    world.countOperation();
  } finally {
    release();
  }
}

/** A seller changes a price. The same change twice is one change. */
export async function changePrice(
  world: World,
  { good, price, random }: { good: Good; price: number; random: Random },
): Promise<void> {
  const release = await good.desk.acquire();
  try {
    good.price.begin(price, world.tick());
    const seller = world.sellers[good.seller] as Seller;
    const path = `/sellers/${seller.id}/products/${good.id}`;
    const body = { points: price };
    const { answer } = await world.wire.settle(
      seller.staff,
      { method: "PATCH", path, body },
      { random },
    );
    good.price.end(world.tick());
    expectSame("changing a price", [answer.code, answer.body.points], ["ok", price]);
    world.countOperation();
  } finally {
    release();
  }
}

/** A number between what the pool can be at most and at least. */
export async function lookAtPool(world: World, shop: Shop, random: Random): Promise<void> {
  const { value, seen, end } = await world.watching(
    () =>
      world.wire.settle(
        world.operator,
        { method: "GET", path: `/shops/${shop.id}/pool` },
        { random },
      ),
    [{ from: shop.pool, change: 0 }],
  );
  const { low, high } = seen.boundsOf(shop.pool);
  end(false);
  const { balance } = value.answer.body as { balance: number };
  expectThat(
    balance >= low && balance <= high,
    () => `pool of shop ${shop.index} is ${balance}, but should be ${low} … ${high}`,
  );
  world.countOperation();
}
