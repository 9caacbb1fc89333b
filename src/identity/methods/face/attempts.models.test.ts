import { afterAll, beforeAll, expect, test } from "vitest";
import { invariant } from "../../../kernel/invariant.ts";
import { type FacePipeline, openFacePipeline } from "../../face/index.ts";
import { MODELS_FOLDER } from "../../face/portraits.fixture.ts";
import type { TurnableHead } from "../../face/turned-head.fixture.ts";
import {
  type Browser,
  startIdentityServer,
  type TestServer,
} from "../../identity-server.fixture.ts";
import type { Step } from "./contract.ts";
import { type Challenge, codeOf, faultsOf } from "./face-customer.fixture.ts";
import {
  asHeld,
  FRONT,
  filmTurnedHead,
  openFilmedHead,
  withComment,
} from "./turned-head-film.fixture.ts";

// The whole way, with the real networks: pictures in, sessions out. The people are photographs whose
// heads are turned by the stand-in for a person before a camera.

let pipeline: FacePipeline;
let server: TestServer;
let owner: TurnableHead;
let stranger: TurnableHead;
beforeAll(async () => {
  const opened = await openFacePipeline({ modelsFolder: MODELS_FOLDER });
  invariant(!("unavailable" in opened), "the models are prepared before the tests");
  pipeline = opened;
  server = await startIdentityServer({ facePipeline: pipeline });
  [owner, stranger] = await Promise.all([openFilmedHead("cleo"), openFilmedHead("fay")]);
});
afterAll(async () => {
  await server.close();
  await pipeline.close();
});

let films = 0;

/** A film of the movements; no two pictures are the same, as with any camera. */
async function filmOf(head: TurnableHead, steps: readonly Step[]): Promise<string[]> {
  films += 1;
  const pictures = await filmTurnedHead(head, steps, films);
  server.clock.advanceSeconds(12);
  return pictures.map((picture) => picture.toString("base64"));
}

type Asked = { readonly browser: Browser; readonly purpose: string; readonly login?: string };

/**
 * Draws challenges until one asks for other movements than those before: the stand-in makes the same
 * movement in the same way every time, as no person does, and its films would count as one.
 */
function drawOthers(): (asked: Asked) => Promise<Challenge> {
  const drawn = new Set<string>();
  return async ({ browser, ...body }) => {
    for (;;) {
      const challenge = (await browser.post("/face/challenges", body)) as Challenge;
      if (drawn.has(challenge.actions.join())) continue;
      drawn.add(challenge.actions.join());
      return challenge;
    }
  };
}

async function enrolled() {
  const customer = await server.customer();
  const draw = drawOthers();
  const { id: challengeId, actions } = await draw({ browser: customer, purpose: "enrol" });
  const frames = await filmOf(owner, actions);
  const body = { challengeId, consentVersion: 1, frames };
  const answer = await customer.call("PUT", "/me/face", body);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return { customer, draw };
}

test("who enrolled is let in, and a stranger who does the same is not", async () => {
  const { customer, draw } = await enrolled();
  const login = customer.email;
  const signIn = async (head: TurnableHead) => {
    const browser = server.browser();
    const { id: challengeId, actions } = await draw({ browser, purpose: "login", login });
    const frames = await filmOf(head, actions);
    return {
      browser,
      answer: await browser.call("POST", "/sessions/face", { login, challengeId, frames }),
    };
  };
  const mine = await signIn(owner);
  expect(mine.answer, JSON.stringify(mine.answer.body)).toMatchObject({ status: 201 });
  const session = await mine.browser.call("GET", "/sessions/current");
  expect(session.body).toMatchObject({ account: { id: customer.id }, verifiedBy: "face" });
  const theirs = await signIn(stranger);
  expect(codeOf(theirs.answer)).toEqual([401, "face_not_matched"]);
  expect(theirs.browser.cookie).toBeUndefined();
});

test("a photograph of the right person, held still or wobbled, is not let in", async () => {
  const { customer, draw } = await enrolled();
  const { id: challengeId } = await draw({ browser: customer, purpose: "verify" });
  const frames: string[] = [];
  for (let index = 0; index < 16; index += 1) {
    const held = await asHeld(await owner(FRONT), -1 - index);
    frames.push(held.toString("base64"));
  }
  server.clock.advanceSeconds(12);
  const body = { challengeId, frames };
  const answer = await customer.call("POST", "/me/verifications/face", body);
  expect([...codeOf(answer), ...(faultsOf(answer) ?? [])]).toEqual([
    401,
    "liveness_failed",
    "step_missing",
  ]);
});

test("the stranger who takes over in the middle is noticed", async () => {
  const { customer, draw } = await enrolled();
  const { id: challengeId, actions } = await draw({ browser: customer, purpose: "verify" });
  const [mine, theirs] = [await filmOf(owner, actions), await filmOf(stranger, actions)];
  const half = Math.floor(mine.length / 2);
  const frames = [...mine.slice(0, half), ...theirs.slice(half)];
  const body = { challengeId, frames };
  const answer = await customer.call("POST", "/me/verifications/face", body);
  expect(codeOf(answer)).toEqual([401, "liveness_failed"]);
});

test("a film that answered one challenge does not answer another with the same movements", async () => {
  const { customer, draw } = await enrolled();
  const first = await draw({ browser: customer, purpose: "verify" });
  const film = await filmOf(owner, first.actions);
  const verify = (challengeId: string, frames: readonly string[]) =>
    customer.call("POST", "/me/verifications/face", { challengeId, frames });
  const accepted = await verify(first.id, film);
  expect(accepted, JSON.stringify(accepted.body)).toMatchObject({ status: 201 });
  const repeat = { purpose: "verify" };
  let second = (await customer.post("/face/challenges", repeat)) as Challenge;
  while (second.actions.join() !== first.actions.join()) {
    second = (await customer.post("/face/challenges", repeat)) as Challenge;
  }
  server.clock.advanceSeconds(12);
  // Other bytes for the same pictures, as a virtual camera sends them.
  const again = film.map((picture) =>
    withComment(Buffer.from(picture, "base64"), " ").toString("base64"),
  );
  const replayed = await verify(second.id, again);
  expect([...codeOf(replayed), ...(faultsOf(replayed) ?? [])]).toEqual([
    401,
    "liveness_failed",
    "pictures_replayed",
  ]);
});

test("the same person who moves again, to other instructions, is no film", async () => {
  const { customer, draw } = await enrolled();
  for (let time = 0; time < 2; time += 1) {
    const { id: challengeId, actions } = await draw({ browser: customer, purpose: "verify" });
    const frames = await filmOf(owner, actions);
    const answer = await customer.call("POST", "/me/verifications/face", { challengeId, frames });
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
  }
});
