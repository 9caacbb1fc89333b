import fc from "fast-check";
import { expect, test } from "vitest";
import { addSeconds, type Instant, instant } from "../kernel/clock.ts";
import {
  decideSession,
  type SessionTokens,
  TOKEN_GRACE_SECONDS,
  TOKEN_ROTATES_AFTER_SECONDS,
  whichToken,
  withConfirmed,
  withOffer,
} from "./decide-session.ts";

const START = instant(Date.parse("2026-03-01T08:00:00Z"));

/** The server's side of one session, without a database. */
class Session {
  now: Instant = START;
  isOver = false;
  #tokens: SessionTokens = {
    current: "token 0",
    newer: [],
    older: [],
    tokenIssuedAt: START,
    offeredAt: null,
  };
  #count = 0;

  /** Answers the token that the answer carries, if any. */
  use(token: string): string | null {
    const presented = whichToken(this.#tokens, token);
    const facts = { ...this.#tokens, createdAt: START, presented, hasOldName: false };
    const decision = this.isOver ? "stolen" : decideSession(facts, this.now);
    if (decision === "stolen" || decision === "expired") this.isOver = true;
    if (decision === "confirm") this.#tokens = withConfirmed(this.#tokens, token, this.now);
    if (decision !== "offer") return null;
    this.#count += 1;
    const offered = `token ${this.#count}`;
    this.#tokens = withOffer(this.#tokens, offered, this.now);
    return offered;
  }
}

/** A browser with one cookie; its answers arrive, are lost, or arrive some requests later. */
class Browser {
  token: string;
  #underWay: { token: string; at: Instant }[] = [];
  constructor(token = "token 0") {
    this.token = token;
  }
  send(session: Session, answer: "arrives" | "lost" | "late"): void {
    this.receive(session);
    const offered = session.use(this.token);
    if (offered === null || answer === "lost") return;
    if (answer === "arrives") this.token = offered;
    else this.#underWay.push({ token: offered, at: session.now });
  }
  /** What is late arrives within 20 seconds, or the browser has given up. */
  receive({ now }: Session): void {
    for (const { token, at } of this.#underWay) {
      if (now <= addSeconds(at, 20)) this.token = token;
    }
    this.#underWay = [];
  }
}

const answer = fc.constantFrom("arrives", "lost", "late");
/** From requests sent together to days without use. */
const pause = fc.oneof(
  fc.integer({ min: 0, max: 30 }),
  fc.integer({ min: 0, max: 2000 }),
  fc.integer({ min: 0, max: 86_400 }),
);

test("an honest browser is never signed out, whichever answers are lost or late", () => {
  const steps = fc.array(fc.record({ pause, answer }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(steps, (all) => {
      const session = new Session();
      const browser = new Browser();
      let seconds = 0;
      for (const step of all) {
        seconds += step.pause;
        if (seconds > 80 * 86_400) return;
        session.now = addSeconds(START, seconds);
        browser.send(session, step.answer);
        expect(session.isOver).toBe(false);
      }
    }),
    { numRuns: 2000 },
  );
});

/** The longest way to the end: both are offered tokens in turn before the first is used twice. */
const ROUNDS = 5;

test("a session that owner and thief both go on using ends within a few replacements", () => {
  const round = fc.record({ ownerFirst: fc.boolean(), lost: fc.boolean(), gap: fc.nat(300) });
  const before = fc.array(fc.record({ pause, answer }), { maxLength: 20 });
  fc.assert(
    fc.property(before, fc.array(round, { minLength: 40, maxLength: 40 }), (honest, rounds) => {
      const session = new Session();
      const owner = new Browser();
      let seconds = 0;
      for (const step of honest) {
        seconds += Math.min(step.pause, 40_000);
        session.now = addSeconds(START, seconds);
        owner.send(session, step.answer);
      }
      owner.receive(session);
      const thief = new Browser(owner.token);
      let delivered = 0;
      for (const { ownerFirst, lost, gap } of rounds) {
        seconds += TOKEN_ROTATES_AFTER_SECONDS + TOKEN_GRACE_SECONDS + 1;
        session.now = addSeconds(START, seconds);
        const [first, second] = ownerFirst ? [owner, thief] : [thief, owner];
        first.send(session, lost && first === owner ? "lost" : "arrives");
        seconds += gap;
        session.now = addSeconds(START, seconds);
        second.send(session, lost && second === owner ? "lost" : "arrives");
        if (session.isOver) return;
        delivered += lost ? 0 : 1;
        expect(delivered).toBeLessThanOrEqual(ROUNDS);
      }
      // The thief's own tokens are used from the first round on; the owner's old one gives it away.
      expect(session.isOver).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("once a newer token was used, the other party's first use after the grace ends the session", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: TOKEN_GRACE_SECONDS + 1, max: 80_000 }),
      fc.boolean(),
      (wait, ownerIsQuicker) => {
        const session = new Session();
        const [quick, slow] = [new Browser(), new Browser()];
        session.now = addSeconds(START, TOKEN_ROTATES_AFTER_SECONDS + 1);
        quick.send(session, "arrives");
        session.now = addSeconds(session.now, 1);
        quick.send(session, "arrives");
        session.now = addSeconds(session.now, wait);
        slow.send(session, ownerIsQuicker ? "arrives" : "lost");
        expect(session.isOver).toBe(true);
      },
    ),
  );
});
