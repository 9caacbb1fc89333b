import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { CONSENT_VERSION } from "../../src/identity/methods/face/consent-text.ts";
import type { Step } from "../../src/identity/methods/face/contract.ts";
import { HUMAN_TIME_MILLISECONDS } from "../../src/identity/methods/face/decide-liveness.ts";
import { decideSteps, STEP_ORDERS } from "../../src/identity/methods/face/decide-steps.ts";
import {
  filmTurnedHead,
  openFilmedHead,
  withComment,
} from "../../src/identity/methods/face/turned-head-film.fixture.ts";
import { type ApiClient, openClient } from "../ledger/api-client.ts";

/** The one whose eyes shut well enough for every challenge. */
const PERSON = "cleo";
/** A little more than the least, so that no clock is cut too fine. */
const MOVING_MILLISECONDS = HUMAN_TIME_MILLISECONDS + 100;

type Challenge = { readonly id: string; readonly actions: readonly Step[] };
type Film = (challenge: Challenge) => readonly string[];

/** A customer whose face is enrolled. */
export type EnrolledCustomer = {
  readonly id: string;
  /** With a session, from an address of their own. */
  readonly client: ApiClient;
  /** Asks for a challenge and moves for as long as a person has to. Answers how to send the film. */
  prepareSignIn(): Promise<() => Promise<void>>;
};

/** Customers who enrolled over HTTP. All have the same stand-in's face, which is nobody's concern here. */
export async function enrolCustomers(port: number, count: number): Promise<EnrolledCustomer[]> {
  const film = await openFilms();
  return Promise.all(
    Array.from({ length: count }, (_, index) => enrolCustomer(port, { film, index })),
  );
}

/** One film for each order of movements, painted now: the bench must not be busy while it measures. */
async function openFilms(): Promise<Film> {
  const head = await openFilmedHead(PERSON);
  const films = new Map<string, readonly Buffer[]>();
  for (let order = 0; order < STEP_ORDERS; order += 1) {
    const steps = decideSteps(order);
    films.set(steps.join(), await filmTurnedHead(head, steps, order));
  }
  // Pictures that were sent before are refused, whoever sends them, so each bears the challenge's id.
  return ({ id, actions }) =>
    (films.get(actions.join()) ?? []).map((jpeg) => withComment(jpeg, id).toString("base64"));
}

async function enrolCustomer(
  port: number,
  { film, index }: { film: Film; index: number },
): Promise<EnrolledCustomer> {
  // As from behind a proxy: the limit for attempts is one for each address.
  const headers = { "x-forwarded-for": `10.0.0.${index + 1}` };
  const client = openClient(port, { headers });
  const login = `face-${index}@example.com`;
  const password = randomBytes(12).toString("base64url");
  const account = { email: login, password, displayName: `Face ${index}` };
  const { id } = await client.post<{ id: string }>("/customers", account);
  const draw = drawOthers();
  const { id: challengeId, frames } = await prepare(() => draw(client, { purpose: "enrol" }), film);
  await client.put("/me/face", { challengeId, consentVersion: CONSENT_VERSION, frames });
  return {
    id,
    client,
    async prepareSignIn() {
      const browser = openClient(port, { headers });
      const answer = await prepare(() => draw(browser, { purpose: "login", login }), film);
      const body = { login, challengeId: answer.id, frames: answer.frames };
      return () => browser.post("/sessions/face", body);
    },
  };
}

async function prepare(draw: () => Promise<Challenge>, film: Film) {
  const challenge = await draw();
  const frames = film(challenge);
  await sleep(MOVING_MILLISECONDS);
  return { id: challenge.id, frames };
}

/**
 * Draws until other movements are asked for than before: the stand-in makes a movement in the same
 * way every time, as no person does, and its films would be taken for one that is sent again.
 */
function drawOthers() {
  const drawn = new Set<string>();
  return async (client: ApiClient, body: object): Promise<Challenge> => {
    if (drawn.size === STEP_ORDERS)
      throw new Error("This person has made all movements there are.");
    for (;;) {
      const challenge = await client.post<Challenge>("/face/challenges", body);
      const order = challenge.actions.join();
      if (drawn.has(order)) continue;
      drawn.add(order);
      return challenge;
    }
  };
}
