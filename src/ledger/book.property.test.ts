import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, larger, type Points, points, sum, ZERO } from "../kernel/points.ts";
import { accountId, floorOf, keepsLots } from "./account.ts";
import { accountOf, type Book, isSameLot, type Lot, lotsOf } from "./book.ts";
import {
  carry,
  customer,
  expireAll,
  nameOf,
  play,
  postingOf,
  readAgain,
  reopened,
  START,
  type Step,
  shapeOf,
  steps,
  type World,
  withOtherAmount,
} from "./book-world.fixture.ts";
import { ByPlace } from "./by-place.ts";

type Play = (taken: Step[], watch?: Parameters<typeof play>[1]) => World;

/** The law holds after every sequence of steps, in books that are empty and in books with a history. */
function always(law: (taken: Step[], from: { play: Play; start: World }) => void): void {
  fc.assert(
    fc.property(steps, fc.oneof(fc.constant([]), steps), (taken, history) => {
      const start = readAgain(play(history));
      law(taken, { start, play: (some, watch) => play(some, watch, start) });
    }),
  );
}

const accountsOf = (book: Book) => book.accounts.values();
const remainingOf = (lots: readonly Lot[]) => sum(lots.map(({ remaining }) => remaining));

describe("after anything that happens,", () => {
  test("law: every unit sums to zero", () => {
    always((taken, { play }) => {
      const { book } = play(taken);
      const totals = new Map<string, Points>();
      for (const { ref, balance } of accountsOf(book)) {
        totals.set(ref.unit, add(totals.get(ref.unit) ?? ZERO, balance));
      }
      expect([...totals.values()].filter((total) => total !== ZERO)).toEqual([]);
    });
  });

  test("law: the lots of an account are what it has, and nothing when it owes", () => {
    always((taken, { play }) => {
      const { book } = play(taken);
      for (const account of accountsOf(book)) {
        const expected = keepsLots(account.ref.role) ? larger(account.balance, ZERO) : ZERO;
        expect(remainingOf(lotsOf(book, account))).toBe(expected);
      }
    });
  });

  test("law: no lot is empty, nor fuller than it ever was, and the next to go is first", () => {
    always((taken, { play }) => {
      const { book } = play(taken);
      for (const lots of book.lots.values()) {
        for (const { remaining, amount } of lots) {
          expect(remaining > ZERO && remaining <= amount).toBe(true);
        }
        const order = lots.map(({ expiresAt, lot }) => `${expiresAt} ${String(lot).padStart(9)}`);
        expect(order).toEqual([...order].sort());
      }
    });
  });

  test("law: no account is under its floor, but for what goods that came back still owe", () => {
    always((taken, { play }) => {
      play(taken, ({ posting, result }, { book }, before) => {
        for (const [name, [balance]] of Object.entries(shapeOf(book).accounts)) {
          const role = roleIn(name);
          const was = before.accounts[name]?.[0] ?? 0n;
          if (floorOf(role) === null || balance >= 0n || balance >= was) continue;
          expect([posting.kind, role, result.ok]).toEqual(["claw_back", "available", true]);
        }
      });
    });
  });

  test("law: an account's entries count its versions from 1, and add up to its balances", () => {
    always((taken, { play, start }) => {
      const { book } = play(taken);
      const running = new ByPlace<{ version: bigint; balance: Points }>(
        [...start.book.accounts].map(([place, { version, balance }]) => [
          place,
          { version, balance },
        ]),
      );
      for (const { bucket, accountId: id, version, amount, balanceAfter } of book.changes.entries) {
        const last = running.get({ bucket, id }) ?? { version: 0n, balance: ZERO };
        const next = { version: last.version + 1n, balance: add(last.balance, amount) };
        expect({ version, balance: balanceAfter }).toEqual(next);
        expect(amount).not.toBe(ZERO);
        running.set({ bucket, id }, next);
      }
      for (const [place, { version, balance }] of book.accounts) {
        expect(running.get(place)).toEqual({ version, balance });
      }
    });
  });

  test("law: what was taken from lots and what is left of them is what they brought", () => {
    always((taken, { play, start }) => {
      const { book } = play(taken.filter(({ verb }) => verb !== "release" && verb !== "refund"));
      for (const lot of book.changes.lots.values().flat()) {
        const place = { bucket: lot.bucket, id: lot.accountId };
        const before = lotsOf(start.book, place).find((one) => isSameLot(one, lot));
        const uses = book.changes.uses.filter(
          (use) =>
            use.lot.accountId === lot.accountId &&
            use.lot.bucket === lot.bucket &&
            use.lot.lot === lot.lot,
        );
        const left = before?.remaining ?? lot.amount;
        expect(add(lot.remaining, sum(uses.map(({ amount }) => amount)))).toBe(left);
      }
    });
  });
});

/** The role in a name made by `nameOf`. */
function roleIn(name: string): Parameters<typeof floorOf>[0] {
  return name.split(" ")[1] as Parameters<typeof floorOf>[0];
}

describe("a posting", () => {
  test("law: that is refused or repeated changes nothing", () => {
    always((taken, { play }) => {
      play(taken, ({ result }, { book }, before) => {
        const isDone = result.ok && !result.value.repeated;
        expect(isDone ? before : shapeOf(book)).toEqual(before);
      });
    });
  });

  test("law: happens once, however often it is asked for", () => {
    always((taken, { play }) => {
      const world = play(taken);
      expireAll(world);
      const before = shapeOf(world.book);
      for (const posting of world.done) {
        const result = carry(world.book, { ...posting, at: world.now });
        expect(result.ok && result.value.repeated).toBe(true);
        const other = carry(world.book, withOtherAmount(posting, world.now));
        expect(other).toEqual({ ok: false, refusal: { code: "posting_key_reused" } });
      }
      expect(shapeOf(world.book)).toEqual(before);
    });
  });

  test("law: names all it changes for the writing, once", () => {
    always((taken, { play, start }) => {
      const { book, done } = play(taken);
      const { changes } = book;
      const ofThem = changes.postings.filter(({ posting }) => posting.by === "test");
      expect(ofThem.map(({ posting }) => posting)).toEqual(done.slice(start.done.length));
      expect(new Set(changes.postings.map(({ id }) => id)).size).toBe(changes.postings.length);
      for (const [place, { version }] of book.accounts) {
        const before = start.book.accounts.get(place)?.version ?? 0n;
        expect(changes.moved.get(place)).toBe(version === before ? undefined : before);
      }
      for (const [place] of changes.moved) expect(book.accounts.has(place)).toBe(true);
      const written = writtenLots(start.book, book.changes);
      const left = book.lots.values().flatMap((lots) => lots.map(rowOf));
      expect(new Set(written.values())).toEqual(new Set(left));
    });
  });
});

describe("a batch", () => {
  test("law: all at once is the same as one after another, each with a book of its own", () => {
    always((taken, { play }) => {
      const atOnce = play(taken);
      const oneByOne = play([]);
      const entries = [];
      for (const { posting } of atOnce.book.changes.postings) {
        const fresh = reopened(oneByOne.book);
        expect(carry(fresh, posting).ok).toBe(true);
        expect(versionsBefore(fresh)).toEqual(versionsBefore(oneByOne.book, fresh));
        entries.push(...fresh.changes.entries);
        oneByOne.book = fresh;
      }
      expect({ ...shapeOf(oneByOne.book), happened: [...oneByOne.book.digests] }).toEqual({
        ...shapeOf(atOnce.book),
        happened: [...atOnce.book.digests],
      });
      expect(entries).toEqual(atOnce.book.changes.entries);
    });
  });
});

/** The rows of lots once the changes are written, as `writeChanges` does: kept whole, or deleted where known. */
function writtenLots(before: Book, changes: Book["changes"]): Map<string, string> {
  const rows = new Map<string, string>();
  const key = (lot: Lot) => `${lot.bucket} ${lot.accountId} ${lot.expiresAt} ${lot.lot}`;
  for (const lot of before.lots.values().flat()) rows.set(key(lot), rowOf(lot));
  for (const lot of changes.lots.values().flat()) {
    if (lot.remaining > ZERO) rows.set(key(lot), rowOf(lot));
    else if (lot.stored) rows.delete(key(lot));
  }
  return rows;
}

function rowOf(lot: Lot): string {
  const { bucket, accountId: id, expiresAt, lot: number, amount, remaining } = lot;
  return `${bucket} ${id} ${expiresAt} #${number}: ${remaining} of ${amount}`;
}

/** Of the accounts that moved in `moved`, the versions that its writing expects. */
function versionsBefore(book: Book, moved = book): Record<string, bigint> {
  return Object.fromEntries(
    [...moved.changes.moved].map(([place, version]) => [
      `${place.bucket} ${place.id}`,
      moved === book ? version : (book.accounts.get(place)?.version ?? 0n),
    ]),
  );
}

describe("lots", () => {
  test("law: the nearest to expiry are spent first, but a sale's own when its goods come back", () => {
    always((taken, { play }) => {
      play(taken, ({ posting, result }, { book }) => {
        if (!result.ok || result.value.repeated || posting.refersTo) return;
        const used = book.changes.uses.filter((use) => use.postingId === result.value.postingId);
        const order = used.map(({ lot }) => `${lot.expiresAt} ${String(lot.lot).padStart(9)}`);
        expect(order).toEqual([...order].sort());
        for (const { bucket, accountId: id } of used.map(({ lot }) => lot)) {
          const [next] = lotsOf(book, { bucket, id });
          const last = order.at(-1) ?? "";
          if (next && posting.transfers.every(({ to }) => accountId(to) !== id)) {
            expect(`${next.expiresAt} ${String(next.lot).padStart(9)}` >= last).toBe(true);
          }
        }
      });
    });
  });

  test.each([
    ["released", ["release"]],
    ["paid and refunded", ["pay", "refund"]],
  ] as const)(
    "law: what was held and is %s is in the lots it left, as if never held",
    (_, ends) => {
      const numbers = fc.record({ given: fc.nat(39), held: fc.nat(11), nth: fc.nat(9) });
      fc.assert(
        fc.property(steps, numbers, (taken, { given, held, nth }) => {
          const world = play(taken);
          expireAll(world);
          const carried = (verb: Step["verb"], amount: number, which: number) => {
            const posting = postingOf(world, {
              verb,
              who: 0,
              where: 0,
              days: 0,
              nth: which,
              amount,
            });
            return posting !== null && carry(world.book, posting).ok;
          };
          carried("earn", 1, 0);
          expect(carried("adjust", 12 + given, 0)).toBe(true);
          const before = shapeOf(world.book).lots;
          expect(carried("hold", held, nth)).toBe(true);
          for (const verb of ends) expect(carried(verb, 1, 0)).toBe(true);
          expect(shapeOf(world.book).lots).toEqual(before);
        }),
      );
    },
  );

  test("law: their rows are what the book holds, however orders empty and fill them again", () => {
    const around = fc.array(
      fc.record({
        verb: fc.constantFrom<Step["verb"]>("hold", "hold", "release", "adjust", "earn"),
        who: fc.constant<0>(0),
        where: fc.constant<0>(0),
        nth: fc.nat({ max: 2 }),
        amount: fc.integer({ min: 1, max: 11 }),
        days: fc.constant(5),
      }),
      { minLength: 3, maxLength: 12, size: "max" },
    );
    fc.assert(
      fc.property(around, around, (history, taken) => {
        const start = readAgain(play(history));
        const { book } = play(taken, undefined, start);
        const rows = new Set(writtenLots(start.book, book.changes).values());
        expect(rows).toEqual(new Set(book.lots.values().flatMap((lots) => lots.map(rowOf))));
      }),
      { numRuns: 500 },
    );
  });

  test("law: points whose moment has come are never spent", () => {
    always((taken, { play }) => {
      const world = play(taken);
      for (const { lot, postingId } of world.book.changes.uses) {
        const user = world.book.changes.postings.find(({ id }) => id === postingId)?.posting;
        const at = user?.at ?? START;
        const isDue = user?.kind === "expire" || user?.kind === "extend";
        expect(isDue ? lot.expiresAt <= at : lot.expiresAt > at).toBe(true);
      }
    });
  });

  test("law: what comes back with grace is good, however long it was away", () => {
    always((taken) => {
      play(taken, ({ posting, result }, { book }, before) => {
        const { graceUntil, bucket, at, transfers } = posting;
        if (graceUntil === undefined || !result.ok || result.value.repeated) return;
        const [to] = transfers.map((transfer) => accountOf(book, bucket, transfer.to));
        if (!to) return;
        expect(lotsOf(book, to).every(({ expiresAt }) => expiresAt > at)).toBe(true);
        const came = sum(transfers.map(({ amount }) => amount));
        const [had = 0n] = before.accounts[nameOf(to)] ?? [];
        expect(to.balance).toBe(had + came);
      });
    });
  });
});

test("law: a pool pays while the whole of it suffices, wherever its money lies", () => {
  const deposits = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(deposits, fc.integer({ min: 0, max: 250 }), (paidIn, cost) => {
      const world = play([]);
      const step = { who: 0, where: 0, nth: 0, days: 0 } as const;
      for (const amount of paidIn) {
        const deposit = postingOf(world, { verb: "deposit", ...step, amount });
        if (deposit && carry(world.book, deposit).ok) world.done.push(deposit);
      }
      const award = postingOf(world, { verb: "earn", ...step, amount: 1 });
      const conversion = postingOf(world, { verb: "convert", ...step, amount: 1 });
      const [taken, given] = conversion?.transfers ?? [];
      const clearing = {
        from: customer("shop_noodles", "money", "pool"),
        to: customer("mall", "money", "clearing"),
      };
      fc.pre(cost > 0 && !!award && !!conversion && !!taken && !!given);
      if (!award || !conversion || !taken || !given) return;
      carry(world.book, award);
      const paying = {
        ...conversion,
        transfers: [taken, given, { ...clearing, amount: points(BigInt(cost)) }],
      };
      const total = paidIn.reduce((all, amount) => all + amount, 0);
      const result = carry(world.book, paying);
      expect(result.ok ? "paid" : result.refusal.code).toBe(
        cost <= total ? "paid" : "shop_pool_exhausted",
      );
      const pools = accountsOf(world.book).filter(({ ref }) => ref.role === "pool");
      const left = sum(pools.map(({ balance }) => balance));
      expect(left).toBe(BigInt(cost <= total ? total - cost : total));
      expect(pools.every(({ balance }) => balance >= ZERO)).toBe(true);
      const transit = accountsOf(world.book).filter(({ ref }) => ref.role === "transit");
      expect(sum(transit.map(({ balance }) => balance))).toBe(ZERO);
    }),
  );
});
