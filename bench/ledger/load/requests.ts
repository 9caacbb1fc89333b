import type { Crowd, LoadPlan, Person } from "./plan.ts";

/** The next request to send; null when there is nothing left to ask for. */
export type Requests = () => Buffer | null;

/** More than this are made while the load runs. */
const MADE_BEFOREHAND_MAXIMUM = 100_000;

/** The requests of the plan, as bytes; as many as are expected are made now. */
export function makeRequests(plan: LoadPlan, crowd: Crowd): Requests {
  const make = makerOf(plan, crowd);
  const count = Math.min(plan.expectedRequests, MADE_BEFOREHAND_MAXIMUM);
  const made = Array.from({ length: count }, (_, index) => make(index));
  let next = 0;
  return () => {
    const index = next;
    next += 1;
    return index < made.length ? (made[index] ?? null) : make(index);
  };
}

function makerOf(plan: LoadPlan, crowd: Crowd): (index: number) => Buffer | null {
  const people = plan.hot ? crowd.hot : crowd.spread;
  // Where the run begins differs, so that rounds do not meet the same customers in the same order.
  const start = [...plan.name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 0);
  const person = (index: number): Person => {
    const found = people[(start + index) % people.length];
    if (!found) throw new Error("nobody to sell to");
    return found;
  };
  switch (plan.request) {
    case "award":
      return (index) => award(plan, crowd, { person: person(index), index });
    case "bulk":
      return (index) => bulk(plan, crowd, { people, start, index });
    case "conversion":
      return (index) => conversion(plan, plan.quotes[index]);
    case "quote_and_conversion":
      return (index) => quote(crowd, person(index));
    case "read":
      return (index) => read(plan, { people, start, index });
    case "order":
      return (index) =>
        order(plan, crowd, { people: plan.hot ? crowd.hot : crowd.spread, start, index });
  }
}

function award(plan: LoadPlan, crowd: Crowd, it: { person: Person; index: number }): Buffer {
  const shop = shopOf(crowd, it.person);
  const name = `${plan.name}-${it.index}`;
  return post(`/shops/${shop.id}/sales`, {
    head: `authorization: Bearer ${shop.key}\r\nidempotency-key: ${name}`,
    body: receipt(name, it.person, shop.productId),
  });
}

/** Receipts of one shop: the customers of the shop whose turn it is, one after another. */
function bulk(
  plan: LoadPlan,
  crowd: Crowd,
  it: { people: readonly Person[]; start: number; index: number },
): Buffer {
  const shopIndex = plan.hot ? 0 : 1 + (it.index % (crowd.shops.length - 1));
  const people = peopleOf(crowd, it.people, shopIndex);
  const shop = crowd.shops[shopIndex];
  if (!shop || people.length === 0) throw new Error("every shop has customers");
  const name = `${plan.name}-${it.index}`;
  const receipts = Array.from({ length: plan.receiptsPerRequest }, (_, number) => {
    const person = people[(it.start + it.index * plan.receiptsPerRequest + number) % people.length];
    return receipt(`${name}-${number}`, person as Person, shop.productId);
  });
  return post(`/shops/${shop.id}/sales/batch`, {
    head: `authorization: Bearer ${shop.key}\r\nidempotency-key: ${name}`,
    body: `{"sales":[${receipts.join(",")}]}`,
  });
}

const customersOfShops = new WeakMap<Crowd, Map<number, readonly Person[]>>();

function peopleOf(crowd: Crowd, people: readonly Person[], shop: number): readonly Person[] {
  const known = customersOfShops.get(crowd) ?? new Map<number, readonly Person[]>();
  customersOfShops.set(crowd, known);
  const found = known.get(shop) ?? people.filter((person) => person.shop === shop);
  known.set(shop, found);
  return found;
}

function receipt(number: string, person: Person, productId: string): string {
  return `{"receiptNumber":"${number}","customerId":"${person.id}","lines":[{"productId":"${productId}","quantity":1}]}`;
}

/** `quote` may be missing: then all of them are used up. */
export function conversion(
  plan: LoadPlan,
  quote: { id: string; cookie: string } | undefined,
): Buffer | null {
  if (!quote) return null;
  return post("/me/conversions", {
    head: `cookie: ${quote.cookie}\r\nidempotency-key: ${plan.name}-${quote.id}`,
    body: `{"quoteId":"${quote.id}"}`,
  });
}

/** In shop points; the shops' ratio is 100 to 3. */
const QUOTED_POINTS = 100;

function quote(crowd: Crowd, person: Person): Buffer {
  return post("/me/conversion-quotes", {
    head: `cookie: ${person.cookie}`,
    body: `{"shopId":"${shopOf(crowd, person).id}","points":${QUOTED_POINTS}}`,
  });
}

/** One piece; of the hot product, or of the others in turn. Only people who are signed in order. */
function order(
  plan: LoadPlan,
  crowd: Crowd,
  { people, start, index }: { people: readonly Person[]; start: number; index: number },
): Buffer {
  const signedIn = signedInOf(people);
  const { cookie } = signedIn[(start + index) % signedIn.length] ?? {};
  const product = plan.hot
    ? crowd.redeemables[0]
    : crowd.redeemables[1 + (index % (crowd.redeemables.length - 1))];
  return post("/me/orders", {
    head: `cookie: ${cookie}\r\nidempotency-key: ${plan.name}-${index}`,
    body: `{"lines":[{"productId":"${product}","quantity":1}]}`,
  });
}

function read(
  { reads }: LoadPlan,
  { people, start, index }: { people: readonly Person[]; start: number; index: number },
): Buffer {
  const path = reads.paths[(start + index) % reads.paths.length];
  const signedIn = reads.isSignedIn ? signedInOf(people) : [];
  const { cookie } = signedIn[(start + index) % signedIn.length] ?? {};
  const head = cookie === undefined ? "" : `cookie: ${cookie}\r\n`;
  return Buffer.from(`GET /api/v1${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${head}\r\n`);
}

const signedInPeople = new WeakMap<readonly Person[], readonly Person[]>();

function signedInOf(people: readonly Person[]): readonly Person[] {
  const found = signedInPeople.get(people) ?? people.filter(({ cookie }) => cookie !== undefined);
  signedInPeople.set(people, found);
  return found;
}

function shopOf(crowd: Crowd, person: Person): Crowd["shops"][number] {
  const shop = crowd.shops[person.shop];
  if (!shop) throw new Error("a customer of no shop");
  return shop;
}

function post(path: string, { head, body }: { head: string; body: string }): Buffer {
  return Buffer.from(
    `POST /api/v1${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${head}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
