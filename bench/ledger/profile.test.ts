import { expect, test } from "vitest";
import { type Profile, summarise } from "./profile.ts";

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url },
  children,
});

const profile: Profile = {
  nodes: [
    node(1, "(root)", "", [2, 3, 4, 5, 9]),
    node(2, "(idle)", ""),
    node(3, "(garbage collector)", ""),
    node(4, "(program)", ""),
    node(5, "route", "file:///x/node_modules/fastify/lib/route.js", [6]),
    node(6, "award", "file:///x/dist/server/main.js", [7, 8]),
    node(7, "send", "file:///x/node_modules/pg-protocol/dist/serializer.js"),
    node(8, "sort", ""),
    node(9, "Check", "file:///x/node_modules/typebox/build/compile/index.mjs"),
  ],
  samples: [2, 3, 4, 5, 6, 7, 8, 9],
  timeDeltas: [1_000_000, 50_000, 50_000, 200_000, 100_000, 200_000, 300_000, 100_000],
};

test("time is summed by area, a built-in's with its caller, and idle time apart", () => {
  const { busySeconds, idleSeconds, areas } = summarise(profile);
  expect(busySeconds).toBeCloseTo(1);
  expect(idleSeconds).toBeCloseTo(1);
  const percents = Object.fromEntries(
    areas.map(({ name, percent }) => [name, Math.round(percent)]),
  );
  expect(percents).toEqual({
    "our code": 40,
    HTTP: 20,
    "PostgreSQL protocol": 20,
    validation: 10,
    "garbage collection": 5,
    "outside JavaScript: event loop, kernel, parser": 5,
  });
});

test("functions are listed by the time of their own", () => {
  expect(summarise(profile).functions[0]).toEqual({ name: "sort", percent: 30 });
});
