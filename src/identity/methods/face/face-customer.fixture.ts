import { invariant } from "../../../kernel/invariant.ts";
import type { Answered, Browser, TestServer } from "../../identity-server.fixture.ts";
import { CONSENT_VERSION } from "./consent-text.ts";
import type { Step } from "./contract.ts";
import { filmOf, type Look, toWire } from "./scripted-pipeline.fixture.ts";

export type Challenge = { readonly id: string; readonly actions: readonly Step[] };

/** How long the film of a scripted person takes. */
const FILM_SECONDS = 8;

/** A scripted person who does as asked, and the films of others who do not. */
export function faceCustomers(server: TestServer) {
  async function challenge(browser: Browser, purpose: string, login?: string): Promise<Challenge> {
    const body = login === undefined ? { purpose } : { purpose, login };
    return (await browser.post("/face/challenges", body)) as Challenge;
  }

  /** The film of the movements; the clock moves on by the time it takes. */
  function film({ actions }: Challenge, look: Look = {}): string[] {
    server.clock.advanceSeconds(FILM_SECONDS);
    return toWire(filmOf(actions, look));
  }

  async function enrol(browser: Browser, person: string): Promise<Answered> {
    const asked = await challenge(browser, "enrol");
    const frames = film(asked, { person });
    const body = { challengeId: asked.id, consentVersion: CONSENT_VERSION, frames };
    return browser.call("PUT", "/me/face", body);
  }

  async function verify(browser: Browser, look: Look): Promise<Answered> {
    const asked = await challenge(browser, "verify");
    const body = { challengeId: asked.id, frames: film(asked, look) };
    return browser.call("POST", "/me/verifications/face", body);
  }

  async function signIn(browser: Browser, login: string, look: Look): Promise<Answered> {
    const asked = await challenge(browser, "login", login);
    const body = { login, challengeId: asked.id, frames: film(asked, look) };
    return browser.call("POST", "/sessions/face", body);
  }

  return {
    challenge,
    film,
    enrol,
    verify,
    signIn,
    /** A customer whose face is enrolled: a person called like the customer's own id. */
    async enrolled() {
      const customer = await server.customer();
      const { status } = await enrol(customer, customer.id);
      invariant(status === 200, "the enrolment of a test's own customer");
      return customer;
    },
  };
}

/** Windows of five minutes, by either method. */
export const BOTH_METHODS = { windowSeconds: 300, methods: ["passkey", "face"] };

export function codeOf({ status, body }: { status: number; body: { code?: string } | null }) {
  return [status, body?.code];
}

/** What was wrong with the pictures. */
export function faultsOf({ body }: { body: { errors?: { code: string }[] } }) {
  return body.errors?.map(({ code }) => code);
}
