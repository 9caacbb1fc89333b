import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clock, manualClock } from "../kernel/clock.ts";
import { pointsFromJson } from "../kernel/points.ts";
import { post, postings } from "../ledger/index.ts";
import type { Database } from "../platform/db/database.ts";
import { createOverview } from "./read-overview.ts";
import { type Mall, openMall } from "./testing/open-mall.ts";

let mall: Mall;
beforeAll(async () => {
  mall = await openMall();
});
afterAll(() => mall.close());

async function grant(points: number, grantId: string): Promise<void> {
  const grant = {
    sellerId: "sel_1",
    grantId,
    points: pointsFromJson(points),
    at: mall.clock.now(),
    by: "stf_admin",
  };
  const posted = await mall.database.transaction((sql) => post(sql, postings.grant(grant)));
  expect(posted.ok).toBe(true);
}

test("a recount that took a second is shown for twenty, then made again", async () => {
  const clock = manualClock(Date.parse("2026-03-01T08:00:00.000Z"));
  let secondsPerRecount = 1;
  const slow: Clock = {
    now: () => {
      const now = clock.now();
      clock.advanceSeconds(secondsPerRecount);
      return now;
    },
  };
  const readOverview = createOverview({
    deps: { database: mall.database, clock: slow },
    countCustomers: async () => 0,
    countFaces: async () => 0,
  });
  await grant(100, "grn_1");
  expect((await readOverview()).mallPointsIssued).toBe(100n);
  await grant(50, "grn_2");
  secondsPerRecount = 0;
  expect((await readOverview()).mallPointsIssued).toBe(100n);
  clock.advanceSeconds(20);
  const recounted = await readOverview();
  expect(recounted).toMatchObject({ mallPointsIssued: 150n, mallPointsHeld: 150n, balanced: true });
});

test("people who look at the same moment share one recount", async () => {
  let recounts = 0;
  const database: Database = {
    ...mall.database,
    background: {
      ...mall.database.background,
      transaction: (work, options) => {
        recounts += 1;
        return mall.database.background.transaction(work, options);
      },
    },
  };
  const deps = { database, clock: mall.clock };
  const readOverview = createOverview({
    deps,
    countCustomers: async () => 7,
    countFaces: async () => 0,
  });
  const seen = await Promise.all([readOverview(), readOverview(), readOverview()]);
  expect(seen).toMatchObject([{ customers: 7 }, { customers: 7 }, { customers: 7 }]);
  expect(recounts).toBe(1);
});
