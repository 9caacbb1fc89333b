import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { expectThat, Violation } from "../model/violation.ts";
import type { Random } from "../random.ts";
import type { Caller } from "./caller.ts";
import { pause } from "./locks.ts";
import type { ServerProcess } from "./server-process.ts";

export type WireRequest = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly path: string;
  readonly body?: object;
  /** Without one the request takes no key: whoever sends it settles a lost answer in another way. */
  readonly key?: string;
};

export type Answer = {
  readonly status: number;
  /** `ok`, or the code of the refusal. */
  readonly code: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every endpoint; the model looks at each field it needs.
  readonly body: any;
  readonly text: string;
  readonly replayed: boolean;
};

/** What happens to a request on its way; the first attempt only. */
export type Mishap = "none" | "answer_lost" | "hung_up" | "sent_twice";

export type Settled = {
  readonly answer: Answer;
  /** An earlier attempt had no answer, so this one may tell of something that had happened already. */
  readonly isUncertain: boolean;
};

type Received = { answer: Answer; cookie: string | null; sentWith: string | undefined };
export type Endpoint = {
  readonly port: number;
  readonly process: ServerProcess;
  readonly agent: Agent;
};

/** Longer than any restart; whoever waits longer is not being served. */
const SETTLED_WITHIN_MILLISECONDS = 240_000;
const ANSWERED_WITHIN_MILLISECONDS = 30_000;
/** A request whose client hung up is over when the server says so; this bounds the wait for one that never began. */
const HUNG_UP_OVER_WITHIN_MILLISECONDS = 10_000;
const LONGEST_PAUSE_MILLISECONDS = 400;
/** Connections that a fault has broken may be found a moment later. */
const DISTURBED_FOR_MILLISECONDS = 10_000;

/** Sends requests to whichever server is there, and does not rest until each has an answer. */
export class Wire {
  readonly endpoints: Endpoint[];
  readonly counts: Record<string, number> = {};
  readonly isLockstep: boolean;
  #sent = 0;
  #disturbedAt = Number.NEGATIVE_INFINITY;
  #disturbances = 0;

  constructor(processes: readonly { port: number; process: ServerProcess }[], isLockstep: boolean) {
    this.isLockstep = isLockstep;
    this.endpoints = processes.map((one) => ({
      ...one,
      agent: new Agent({ keepAlive: true, maxSockets: 64 }),
    }));
  }

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  /** Something is being broken, until the function it answers is called: servers may answer 500. */
  disturb(): () => void {
    this.#disturbances += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#disturbances -= 1;
      this.#disturbedAt = performance.now();
    };
  }

  /** Sends until there is an answer that says what happened. The same key every time. */
  async settle(
    caller: Caller,
    request: WireRequest,
    { random, mishap = "none" }: { random: Random; mishap?: Mishap },
  ): Promise<Settled> {
    const started = performance.now();
    const first = random.pick(this.endpoints);
    let known: Answer | null = null;
    let isUncertain = false;
    let ghosts: Promise<void>[] = [];
    for (let attempt = 0; ; attempt += 1) {
      const now = attempt === 0 ? this.#possible(mishap) : "none";
      const endpoint = attempt === 0 ? first : this.#another(first, attempt);
      const answers = await this.#attempt(caller, request, { endpoint, mishap: now, ghosts });
      for (const answer of answers) known = sameAsBefore(request, known, answer);
      if (attempt > 0) this.count("retries");
      const isAnswered = now !== "answer_lost" && answers.length > 0 && !answers.includes(null);
      if (!isAnswered) isUncertain = true;
      const success = answers.find((answer) => answer !== null && answer.status < 300);
      if (success && now !== "answer_lost") {
        await Promise.all(ghosts);
        return { answer: success, isUncertain };
      }
      const refusal = answers.at(-1);
      if (isAnswered && refusal && refusal.code !== "overloaded") {
        if (ghosts.length === 0) return { answer: refusal, isUncertain };
        // A refusal is not kept under its key: the one that hung up may still be carried out.
        await Promise.all(ghosts);
        ghosts = [];
      }
      if (performance.now() - started > SETTLED_WITHIN_MILLISECONDS) {
        throw new Violation(`${request.method} ${request.path} was never answered`);
      }
      await pause(Math.min(20 * 2 ** attempt, LONGEST_PAUSE_MILLISECONDS));
    }
  }

  /** Who hangs up does not know how far the request came, so in lockstep only the answer is lost. */
  #possible(mishap: Mishap): Mishap {
    return this.isLockstep && mishap === "hung_up" ? "answer_lost" : mishap;
  }

  /** One attempt, for what must not happen twice; null when nobody knows whether it happened. */
  async tryOnce(caller: Caller, request: WireRequest, random: Random): Promise<Answer | null> {
    const [answer] = await this.#attempt(caller, request, {
      endpoint: this.#another(random.pick(this.endpoints), 0),
      mishap: "none",
      ghosts: [],
    });
    return answer ?? null;
  }

  /** For setting the world up, when nothing is broken yet: a success, or an error. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of every endpoint.
  async made(caller: Caller, request: WireRequest): Promise<any> {
    const [endpoint] = this.endpoints;
    if (!endpoint) throw new Error("no server");
    const { answer, cookie } = await this.#exchange(caller, request, endpoint);
    if (answer.status >= 300) throw new Error(`${request.path} answered ${answer.text}`);
    if (cookie !== null) caller.startSession(cookie);
    return answer.body;
  }

  #another(first: Endpoint, attempt: number): Endpoint {
    const running = this.endpoints.filter(({ process }) => process.isRunning);
    const offset = this.endpoints.indexOf(first) + attempt;
    return running[offset % Math.max(running.length, 1)] ?? first;
  }

  /** Null for an attempt whose outcome nobody knows. */
  async #attempt(
    caller: Caller,
    request: WireRequest,
    { endpoint, mishap, ghosts }: { endpoint: Endpoint; mishap: Mishap; ghosts: Promise<void>[] },
  ): Promise<(Answer | null)[]> {
    if (mishap !== "none") this.count(mishap);
    if (mishap === "hung_up") {
      ghosts.push((await this.#hangUp(caller, request, endpoint)).over);
      return [];
    }
    const send = () => this.#send(caller, request, { endpoint, isLost: mishap === "answer_lost" });
    if (mishap !== "sent_twice") return [await send()];
    if (this.isLockstep) return [await send(), await send()];
    const other = this.endpoints.find((one) => one !== endpoint) ?? endpoint;
    return Promise.all([send(), this.#send(caller, request, { endpoint: other, isLost: false })]);
  }

  async #send(
    caller: Caller,
    request: WireRequest,
    { endpoint, isLost }: { endpoint: Endpoint; isLost: boolean },
  ): Promise<Answer | null> {
    for (;;) {
      const startedAt = performance.now();
      const received = await this.#exchange(caller, request, endpoint).catch(() => null);
      if (received === null) {
        this.count("connections lost");
        return null;
      }
      const { answer, cookie, sentWith } = received;
      if (cookie !== null && !isLost) caller.keepCookie(cookie, sentWith);
      if (answer.code === "not_signed_in" && caller.canSignIn) {
        await caller.signInAgain(sentWith, (path, body) =>
          this.#signIn(caller, { path, body, endpoint }),
        );
        await pause(20);
        continue;
      }
      if (answer.status >= 500 && answer.code !== "overloaded") {
        this.#expectDisturbed(request, answer, startedAt);
        return null;
      }
      if (answer.code === "overloaded") this.count("refused as overloaded");
      return answer;
    }
  }

  #expectDisturbed(request: WireRequest, answer: Answer, startedAt: number): void {
    this.count(`answers ${answer.status}`);
    expectThat(
      this.#disturbances > 0 || startedAt - this.#disturbedAt < DISTURBED_FOR_MILLISECONDS,
      () => `${request.method} ${request.path} answered ${answer.status} with nothing broken`,
    );
  }

  /** The new session's cookie, or null when nobody answered. */
  async #signIn(
    caller: Caller,
    { path, body, endpoint }: { path: string; body: object; endpoint: Endpoint },
  ): Promise<string | null> {
    this.count("signed in again");
    const request: WireRequest = { method: "POST", path, body };
    const received = await this.#exchange(caller, request, endpoint).catch(() => null);
    if (received === null || received.answer.status >= 500) return null;
    expectThat(received.answer.status === 201, () => `sign-in answered ${received.answer.text}`);
    return received.cookie;
  }

  #exchange(caller: Caller, request: WireRequest, endpoint: Endpoint): Promise<Received> {
    const headers = caller.headers();
    return new Promise((resolve, reject) => {
      const { outgoing } = this.#open(headers, request, endpoint);
      outgoing.setTimeout(ANSWERED_WITHIN_MILLISECONDS, () => {
        this.count("never answered in 30 s");
        outgoing.destroy(new Error("no answer"));
      });
      outgoing.once("error", reject);
      outgoing.once("response", (incoming) => {
        read(incoming).then((got) => resolve({ ...got, sentWith: headers.cookie }), reject);
      });
    });
  }

  /** Sends the request and goes away; answers when the server is through with it, or dead. */
  async #hangUp(
    caller: Caller,
    request: WireRequest,
    endpoint: Endpoint,
  ): Promise<{ over: Promise<void> }> {
    const { process } = endpoint;
    const { life } = process;
    const { outgoing, name } = this.#open(caller.headers(), request, endpoint);
    outgoing.on("error", () => {});
    await new Promise<void>((resolve) => {
      outgoing.once("finish", () => setTimeout(resolve, 3));
      outgoing.once("error", () => resolve());
    });
    outgoing.destroy();
    const deadline = performance.now() + HUNG_UP_OVER_WITHIN_MILLISECONDS;
    const waitForTheEnd = async () => {
      while (!process.hasAnswered(name) && process.life === life && process.isRunning) {
        if (performance.now() > deadline) return;
        await pause(10);
      }
    };
    return { over: waitForTheEnd() };
  }

  #open(
    identity: Record<string, string>,
    { method, path, body, key }: WireRequest,
    { port, agent }: Endpoint,
  ) {
    this.#sent += 1;
    this.count("requests sent");
    const name = String(this.#sent);
    const text = body === undefined ? "" : JSON.stringify(body);
    const outgoing = httpRequest({
      agent,
      host: "127.0.0.1",
      port,
      method,
      path: `/api/v1${path}`,
      headers: {
        "accept-language": "en",
        "x-simulated-request": name,
        ...identity,
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...(body === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
      },
    });
    outgoing.end(text);
    return { outgoing, name };
  }
}

function sameAsBefore(request: WireRequest, known: Answer | null, now: Answer | null) {
  if (now === null || now.status >= 300) return known;
  if (known === null || request.key === undefined) return now;
  expectThat(
    now.text === known.text && now.status === known.status && (now.replayed || known.replayed),
    () => `${request.path} with one key answered ${known.text} and then ${now.text}`,
  );
  return known;
}

async function read(incoming: IncomingMessage): Promise<{ answer: Answer; cookie: string | null }> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const isJson = String(incoming.headers["content-type"]).includes("json");
  const body = isJson && text !== "" ? JSON.parse(text) : null;
  const status = incoming.statusCode ?? 0;
  const set = incoming.headers["set-cookie"]?.find((one) => one.startsWith("tongdui_session="));
  const answer = {
    status,
    code: status < 300 ? "ok" : String(body?.code ?? `status ${status}`),
    body,
    text,
    replayed: incoming.headers["idempotent-replayed"] === "true",
  };
  return { answer, cookie: set?.split(";")[0] ?? null };
}
