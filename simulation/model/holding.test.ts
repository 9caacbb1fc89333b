import { describe, expect, test } from "vitest";
import {
  EMPTY,
  type Holding,
  hold,
  keepWaiting,
  receive,
  release,
  spend,
  takeBack,
} from "./holding.ts";
import { afterJobs } from "./jobs.ts";

// What the model itself does where the product may do one thing or another.

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 0, 10, 12);
const [TOMORROW, SOON, LATER] = [
  Date.UTC(2026, 0, 11),
  Date.UTC(2026, 0, 12),
  Date.UTC(2026, 1, 1),
];

const arrive = (one: Holding, source: string, amount: number, expiresAt = LATER) =>
  receive(one, { amount, expiresAt, source });
const wait = (one: Holding, source: string, amount: number, expiresAt = LATER, days = 1) =>
  keepWaiting(one, { amount, expiresAt, source, maturesAt: NOON + days * DAY });
const textOf = ({ balance, lots, waiting, expired }: Holding) =>
  [
    balance,
    ...lots.map(({ source, remaining }) => `${source} ${remaining}`),
    ...waiting.map(({ source, remaining }) => `${source} ${remaining} waits`),
    ...(expired === 0 ? [] : [`${expired} expired`]),
  ].join(", ");
const textsOf = (possible: readonly Holding[]) => possible.map(textOf).sort();

describe("by themselves", () => {
  const one = wait(EMPTY, "a", 3);

  test.each<[string, Holding, number[], string[]]>([
    ["points wait until their moment", one, [NOON + DAY - 1], ["0, a 3 waits"]],
    ["then they may have come, or the job not yet", one, [NOON + DAY], ["0, a 3 waits", "3, a 3"]],
    [
      "what is first to come comes first",
      wait(one, "b", 4, LATER, 2),
      [NOON + 2 * DAY],
      ["0, a 3 waits, b 4 waits", "7, a 3, b 4"],
    ],
    [
      "or one after another, when the job came round in between",
      wait(one, "b", 4, LATER, 2),
      [NOON + DAY, NOON + 2 * DAY],
      ["0, a 3 waits, b 4 waits", "3, a 3, b 4 waits", "7, a 3, b 4"],
    ],
    [
      "what expires while it waits never comes",
      wait(EMPTY, "a", 3, SOON, 5),
      [NOON + 2 * DAY, NOON + 5 * DAY],
      ["0, 3 expired", "0, a 3 waits"],
    ],
    [
      "what may have come before its day may have expired either way",
      wait(EMPTY, "a", 3, SOON),
      [NOON + DAY, NOON + 2 * DAY],
      ["0, 3 expired", "0, 3 expired", "0, a 3 waits", "3, a 3"],
    ],
    [
      "a debt is filled by what waited for the earlier moment, not by the earlier sale",
      wait(wait({ ...EMPTY, balance: -2 }, "a", 3, LATER, 2), "b", 4),
      [NOON + 2 * DAY],
      ["-2, a 3 waits, b 4 waits", "5, b 2, a 3"],
    ],
    [
      "of one moment, by the earlier sale",
      wait(wait({ ...EMPTY, balance: -2 }, "a", 3), "b", 4),
      [NOON + DAY],
      ["-2, a 3 waits, b 4 waits", "5, a 1, b 4"],
    ],
  ])("%s", (_, before, stops, expected) => {
    expect(textsOf(afterJobs(before, stops))).toEqual(expected);
  });
});

describe("points that leave", () => {
  const both = afterJobs(wait(wait(EMPTY, "a", 3), "b", 4), [NOON + DAY]).find(
    ({ balance }) => balance === 7,
  ) as Holding;

  test("leave first what came first, of two lots that became available together", () => {
    expect(textOf(spend(both, 5))).toEqual("2, b 2");
  });

  test("leave the nearest to expiry, whatever came first", () => {
    expect(textOf(spend(arrive(both, "c", 5, SOON), 5))).toEqual("7, a 3, b 4");
  });

  test("leave the sale's own lot first when its goods come back, and then may be owed", () => {
    const back = (amount: number) => takeBack(both, { amount, sale: "b" });
    expect(textOf(back(5))).toEqual("2, a 2");
    expect(textOf(back(8))).toEqual("-1");
  });

  test("leave what still waits of the sale before anything else", () => {
    const it = wait(arrive(EMPTY, "a", 5), "b", 4);
    const back = (amount: number) => takeBack(it, { amount, sale: "b" });
    expect(textOf(back(3))).toEqual("5, a 5, b 1 waits");
    expect(textOf(back(6))).toEqual("3, a 3");
  });
});

describe("points that come back", () => {
  const before = hold(arrive(arrive(EMPTY, "a", 5, SOON), "b", 4), { order: "o", points: 7 });
  const back = (now: number) => release(before, { order: "o", now, graceUntil: LATER });

  test("go to the lots they left", () => {
    expect(textOf(back(TOMORROW))).toBe("9, a 5, b 4");
  });

  test("have grace where their lot has expired", () => {
    expect(textOf(back(SOON))).toBe("9, b 4, o 5");
  });
});
