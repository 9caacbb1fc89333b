import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, larger, type Points, points, sum, ZERO } from "../kernel/points.ts";
import { accountId, floorOf, isTallied, keepsLots } from "./account.ts";
import { accountOf, type Book, isSameLot, type Lot, lotsOf } from "./book.ts";
import {
  carry,
  customer,
  emptyWorld,
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
import { dueMoments, readLots, readUses, writeLots, writeUses } from "./lots-in-row.ts";

type Play = (taken: Step[], watch?: Parameters<typeof play>[1], from?: World) => World;

/** The law holds after every sequence of steps, in books that are empty and in books with a history. */
function always(law: (taken: Step[], from: { play: Play; start: World }) => void): void {
  fc.assert(
    fc.property(steps, fc.oneof(fc.constant([]), steps), (taken, history) => {
      const start = readAgain(play(history));
      law(taken, { start, play: (some, watch, from = start) => play(some, watch, from) });
    }),
  );
}

const accountsOf = (book: Book) => book.accounts.values();
const entriesOf = (book: Book) =>
  book.changes.postings.flatMap(({ id: posting, posting: { bucket }, entries }) =>
    entries.map((entry) => ({ ...entry, bucket, posting })),
  );
const usesOf = (book: Book) => book.changes.postings.flatMap(({ uses }) => uses);
const remainingOf = (lots: readonly Lot[]) => sum(lots.map(({ remaining }) => remaining));

describe("after anything that happens,", () => {
  test("law: every posting sums to zero in every unit, and so do the accounts with what is tallied", () => {
    always((taken, { play }) => {
      const { book } = play(taken, undefined, emptyWorld());
      const totals = new Map<string, Points>();
      const count = (name: string, amount: Points) =>
        totals.set(name, add(totals.get(name) ?? ZERO, amount));
      for (const { posting, account, amount, step } of entriesOf(book)) {
        count(`${posting} ${account.unit}`, amount);
        if (step === null) count(account.unit, amount);
      }
      for (const { ref, balance } of accountsOf(book)) count(ref.unit, balance);
      expect([...totals].filter(([, total]) => total !== ZERO)).toEqual([]);
    });
  });

  test("law: what is tallied has no state, and what has a state is not tallied", () => {
    always((taken, { play }) => {
      const { book } = play(taken);
      for (const { account, step } of entriesOf(book)) {
        expect(step === null).toBe(isTallied(account.role));
      }
      expect(accountsOf(book).filter(({ ref }) => isTallied(ref.role))).toEqual([]);
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
      const running = new ByPlace(
        [...start.book.accounts].map(([place, { version, balance, lastPosting: prior }]) => [
          place,
          { version, balance, prior },
        ]),
      );
      for (const { bucket, accountId: id, posting, amount, step } of entriesOf(book)) {
        expect(amount).not.toBe(ZERO);
        if (step === null) continue;
        const { version, balanceAfter: balance, prior } = step;
        const last = running.get({ bucket, id }) ?? { version: 0n, balance: ZERO, prior: null };
        expect({ version, balance, prior }).toEqual({
          version: last.version + 1n,
          balance: add(last.balance, amount),
          prior: last.prior,
        });
        running.set({ bucket, id }, { version, balance, prior: posting });
      }
      for (const [place, { version, balance, lastPosting: prior }] of book.accounts) {
        expect(running.get(place)).toEqual({ version, balance, prior });
      }
    });
  });

  test("law: what was taken from lots and what is left of them is what they brought", () => {
    always((taken, { play, start }) => {
      const { book } = play(taken.filter(({ verb }) => verb !== "release" && verb !== "refund"));
      const touched = new Map(
        usesOf(book).map(({ lot }) => [`${lot.bucket} ${lot.accountId} ${lot.lot}`, lot]),
      );
      for (const lot of touched.values()) {
        const place = { bucket: lot.bucket, id: lot.accountId };
        const before = lotsOf(start.book, place).find((one) => isSameLot(one, lot));
        const after = lotsOf(book, place).find((one) => isSameLot(one, lot));
        const uses = usesOf(book).filter(
          (use) =>
            use.lot.accountId === lot.accountId &&
            use.lot.bucket === lot.bucket &&
            use.lot.lot === lot.lot,
        );
        const used = sum(uses.map(({ amount }) => amount));
        expect(add(after?.remaining ?? ZERO, used)).toBe(before?.remaining ?? lot.amount);
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
      for (const [place, lots] of book.lots) {
        // The row of an account is written when it moves: lots change with nothing else.
        if (!changes.moved.has(place)) expect(lots).toEqual(lotsOf(start.book, place));
      }
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
        entries.push(...entriesOf(fresh));
        oneByOne.book = fresh;
      }
      expect({ ...shapeOf(oneByOne.book), happened: [...oneByOne.book.digests] }).toEqual({
        ...shapeOf(atOnce.book),
        happened: [...atOnce.book.digests],
      });
      expect(entries).toEqual(entriesOf(atOnce.book));
    });
  });
});

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
        const used = usesOf(book).filter((use) => use.postingId === result.value.postingId);
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

  test("law: an account's row keeps them as the book holds them, and when it is due", () => {
    always((taken, { play }) => {
      const { book } = play(taken);
      for (const [place, lots] of book.lots) {
        expect(readLots(place, writeLots(lots))).toEqual(lots);
        const { nextExpiry, nextMaturity } = dueMoments(lots);
        const expiries = lots.map(({ expiresAt }) => expiresAt);
        const maturities = lots.flatMap(({ maturesAt }) => maturesAt ?? []);
        expect(nextExpiry).toBe(lots.length === 0 ? null : Math.min(...expiries));
        expect(nextMaturity).toBe(maturities.length === 0 ? null : Math.min(...maturities));
      }
    });
  });

  test("law: a posting's row keeps what it took from which lots", () => {
    always((taken, { play }) => {
      for (const { id, posting, entries, uses } of play(taken).book.changes.postings) {
        const accounts = entries.map(({ accountId: account }) => account);
        const written = writeUses(uses, accounts);
        const read = readUses(
          { bucket: posting.bucket, id },
          {
            accounts: `{${accounts.join(",")}}`,
            uses: written?.uses ?? null,
            useSources: written?.useSources ?? null,
          },
        );
        const kept = uses.map((use) => ({
          ...use,
          lot: { ...use.lot, remaining: ZERO, maturesAt: null },
        }));
        expect(read).toEqual(kept);
      }
    });
  });

  test("law: points whose moment has come are never spent", () => {
    always((taken, { play }) => {
      const world = play(taken);
      for (const { lot, postingId } of usesOf(world.book)) {
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
