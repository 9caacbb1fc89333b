import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { points } from "../kernel/points.ts";
import { type AccountRef, accountId, ROLES } from "./account.ts";
import { START } from "./book-world.fixture.ts";
import { movementOf, namePosting } from "./name-posting.ts";
import { KINDS, type Posting } from "./posting.ts";

const word = fc.string({ unit: "grapheme", maxLength: 12 });
const account: fc.Arbitrary<AccountRef> = fc.record({
  unit: word,
  owner: word,
  role: fc.constantFrom(...ROLES),
});
const movement = fc.record(
  {
    transfers: fc.array(
      fc.record({ from: account, to: account, amount: fc.bigInt().map(points) }),
      { maxLength: 3 },
    ),
    refersTo: fc.record({ kind: fc.constantFrom(...KINDS), reference: word }),
  },
  { requiredKeys: ["transfers"] },
);

/** A UUIDv8 over the text, bit by bit. */
function uuidOf(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

test("law: what a digest is taken of is JSON", () => {
  fc.assert(
    fc.property(movement, ({ transfers, refersTo }) => {
      const content = transfers.map(({ from, to, amount }) => [
        accountId(from),
        accountId(to),
        `${amount}`,
      ]);
      const text = movementOf({ transfers, ...(refersTo && { refersTo }) });
      expect(text).toBe(JSON.stringify([content, refersTo ?? null]));
    }),
  );
});

test("law: an account's id is the UUIDv8 of what it is, asked for the first time or again", () => {
  fc.assert(
    fc.property(account, (ref) => {
      const id = uuidOf(`account ${ref.unit} ${ref.owner} ${ref.role}`);
      expect([accountId(ref), accountId({ ...ref })]).toEqual([id, id]);
    }),
  );
});

test("an account keeps its id when more were asked for than are remembered", () => {
  const first: AccountRef = { unit: "shop_1", owner: "shop_1", role: "issue" };
  const id = accountId(first);
  for (let number = 0; number < 50_000; number += 1) {
    const owner = `cus_${number}`;
    const made = accountId({ unit: "shop_1", owner, role: "available" });
    if (number % 10_000 === 0) expect(made).toBe(uuidOf(`account shop_1 ${owner} available`));
  }
  expect(accountId(first)).toBe(id);
});

test("a posting's name and digest stay what they are in the books", () => {
  const posting: Posting = {
    kind: "release",
    reference: "ord_1",
    bucket: 5,
    at: START,
    by: "test",
    transfers: [
      {
        from: { unit: "mall", owner: "cus_ann", role: "held" },
        to: { unit: "mall", owner: "cus_ann", role: "available" },
        amount: points(7n),
      },
    ],
    refersTo: { kind: "hold", reference: "ord_1" },
  };
  const { id, digest } = namePosting(posting);
  expect({ id, digest }).toEqual({
    id: uuidOf("posting release ord_1"),
    digest: -7521298822572614077n,
  });
});
