import { type Connection, openConnection } from "./connection.ts";
import { percentile } from "./percentile.ts";
import type { Crowd, LoadPlan, LoadResult } from "./plan.ts";
import { conversion, makeRequests, type Requests } from "./requests.ts";

type Tally = {
  latencies: number[];
  accepted: number;
  refused: number;
  firstRefusal: string | null;
  measureFrom: number;
  measureTo: number;
};

/** What is to be sent on a connection; calls `done` when the last of its answers is there. */
type Exchange = (connection: Connection, request: Buffer, done: (ok: boolean) => void) => void;

export async function runLoad(plan: LoadPlan, crowd: Crowd): Promise<LoadResult> {
  const people = { ...crowd, spread: signedIn(crowd.spread, plan), hot: signedIn(crowd.hot, plan) };
  const requests = makeRequests(plan, people);
  const begin = performance.now() + plan.warmUpSeconds * 1000;
  const tally: Tally = {
    latencies: [],
    accepted: 0,
    refused: 0,
    firstRefusal: null,
    measureFrom: begin,
    measureTo: begin + plan.seconds * 1000,
  };
  let onBroken: (error: Error) => void = () => {};
  const broken = new Promise<never>((_, reject) => {
    onBroken = reject;
  });
  const readsBodies = plan.request === "quote_and_conversion";
  const connections = await Promise.all(
    Array.from({ length: plan.connections }, (_, index) =>
      openConnection(plan.ports[index % plan.ports.length] ?? 0, {
        readsBodies,
        onBroken: (error) => onBroken(error),
      }),
    ),
  );
  const exchange = readsBodies ? quoteThenConvert(plan, tally) : askOnce(tally);
  const run = plan.perSecond === null ? closedLoop : openLoop(plan.perSecond);
  await Promise.race([run({ connections, requests, exchange, tally }), broken]);
  for (const connection of connections) connection.close();
  return resultOf(tally);
}

/** Conversions need a cookie. */
function signedIn(people: Crowd["spread"], plan: LoadPlan): Crowd["spread"] {
  const needsCookie = plan.request === "quote_and_conversion";
  return needsCookie ? people.filter((person) => person.cookie !== undefined) : people;
}

function askOnce(tally: Tally): Exchange {
  return (connection, request, done) =>
    connection.send(request, (status, body) => {
      const ok = status >= 200 && status < 300;
      if (!ok) refuse(tally, `${status} ${body}`);
      done(ok);
    });
}

function quoteThenConvert(plan: LoadPlan, tally: Tally): Exchange {
  return (connection, request, done) =>
    connection.send(request, (status, body) => {
      const id = /"id":"(\w+)"/.exec(body ?? "")?.[1];
      const cookie = /cookie: ([^\r]+)/.exec(request.toString("latin1"))?.[1] ?? "";
      const next = id === undefined ? null : conversion(plan, { id, cookie });
      if (status !== 201 || next === null) {
        refuse(tally, `${status} ${body}`);
        return done(false);
      }
      connection.send(next, (converted, answer) => {
        if (converted !== 201) refuse(tally, `${converted} ${answer}`);
        done(converted === 201);
      });
    });
}

function refuse(tally: Tally, what: string): void {
  tally.refused += 1;
  tally.firstRefusal ??= what;
}

type Run = {
  connections: readonly Connection[];
  requests: Requests;
  exchange: Exchange;
  tally: Tally;
};

/** Every connection asks again as soon as it has its answer. */
async function closedLoop({ connections, requests, exchange, tally }: Run): Promise<void> {
  const goOn = (connection: Connection, end: () => void) => {
    const request = performance.now() < tally.measureTo ? requests() : null;
    if (request === null) return end();
    const sentAt = performance.now();
    exchange(connection, request, (ok) => {
      if (ok) accept(tally, sentAt);
      goOn(connection, end);
    });
  };
  await Promise.all(connections.map((one) => new Promise<void>((resolve) => goOn(one, resolve))));
  // Without requests left the measured time ended with the last answer.
  tally.measureTo = Math.min(tally.measureTo, performance.now());
}

/**
 * Requests fall due at fixed moments whatever the server does, and a request's time counts from the
 * moment it was due: a server that stalls is not spared the requests of its stall.
 */
function openLoop(perSecond: number): (run: Run) => Promise<void> {
  return async ({ connections, requests, exchange, tally }) => {
    const idle = [...connections];
    const due: number[] = [];
    const startedAt = performance.now();
    let released = 0;
    const sendDue = () => {
      while (idle.length > 0 && due.length > 0) {
        const connection = idle.pop() as Connection;
        const dueAt = due.shift() as number;
        const request = requests();
        if (request === null) throw new Error("an open loop ran out of requests");
        exchange(connection, request, (ok) => {
          if (ok) accept(tally, dueAt);
          idle.push(connection);
          sendDue();
        });
      }
    };
    while (performance.now() < tally.measureTo) {
      const wanted = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
      for (; released < wanted; released += 1) due.push(startedAt + (released / perSecond) * 1000);
      sendDue();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    while (idle.length < connections.length || due.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
}

function accept(tally: Tally, since: number): void {
  tally.accepted += 1;
  // What was begun in the measured time counts, also when its answer comes after it.
  if (since >= tally.measureFrom) tally.latencies.push(performance.now() - since);
}

function resultOf(tally: Tally): LoadResult {
  const sorted = Float64Array.from(tally.latencies).sort();
  const { accepted, refused, firstRefusal } = tally;
  return {
    accepted,
    measured: sorted.length,
    measuredSeconds: (tally.measureTo - tally.measureFrom) / 1000,
    p50Milliseconds: percentile(sorted, 0.5),
    p99Milliseconds: percentile(sorted, 0.99),
    p999Milliseconds: percentile(sorted, 0.999),
    refused,
    firstRefusal,
  };
}
