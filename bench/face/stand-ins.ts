import { type FacePipeline, openFacePipeline } from "../../src/identity/face/index.ts";
import { PORTRAIT_NAMES, portraitOf } from "../../src/identity/face/portraits.fixture.ts";
import { openTurnableHead } from "../../src/identity/face/turned-head.fixture.ts";
import { UsageError } from "../../src/usage-error.ts";
import { percentile } from "../ledger/load/percentile.ts";
import { flatPhotograph } from "./flat-photograph.ts";

const ROUNDS = 30;
const CHALLENGE_FRAMES = 10;
const VERIFICATIONS_AT_ONCE = 20;
const FLAT_DEGREES = [-45, -40, -35, -30, -25, -20, -15, -10, 10, 15, 20, 25, 30, 35, 40, 45];
const HEAD_DEGREES = [-38, -34, -30, 30, 34, 38];
/** What the challenge takes for a turn. */
const TURN = { yaw: 20, noseOffset: 0.25 };

/**
 * What can be measured without a data set: how long frames take, how much memory that needs, and
 * whether photographs on paper pass for heads that turn. The heads are stand-ins made of photographs.
 */
export async function measureStandIns(modelsFolder: string, threads: number): Promise<object> {
  const megabytesBefore = megabytes();
  const pipeline = await openFacePipeline({ modelsFolder, threads });
  if ("unavailable" in pipeline) throw new UsageError(pipeline.unavailable);
  try {
    const portraits = await Promise.all(PORTRAIT_NAMES.map(portraitOf));
    const speed = await measureSpeed(pipeline, portraits);
    const memory = { megabytesBefore, megabytesAfter: megabytes() };
    return { ...speed, ...memory, ...(await measureTurns(pipeline, portraits)) };
  } finally {
    await pipeline.close();
  }
}

async function measureSpeed(pipeline: FacePipeline, portraits: readonly Buffer[]): Promise<object> {
  const challenge = [...portraits, ...portraits].slice(0, CHALLENGE_FRAMES);
  await pipeline.examine([...challenge, ...challenge]);
  const single = await timed(() => pipeline.examine(challenge.slice(0, 1)));
  const ten = await timed(() => pipeline.examine(challenge));
  const started = performance.now();
  await Promise.all(
    Array.from({ length: VERIFICATIONS_AT_ONCE }, () => pipeline.examine(challenge)),
  );
  const seconds = (performance.now() - started) / 1000;
  return {
    msPerFrameP50: round(percentile(single, 0.5)),
    msPerFrameP95: round(percentile(single, 0.95)),
    msPerChallengeP50: round(percentile(ten, 0.5)),
    msPerChallengeP95: round(percentile(ten, 0.95)),
    framesPerSecond: round((VERIFICATIONS_AT_ONCE * CHALLENGE_FRAMES) / seconds),
  };
}

async function timed(run: () => Promise<unknown>): Promise<number[]> {
  const durations: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await run();
    durations.push(performance.now() - started);
  }
  return durations.sort((one, other) => one - other);
}

/** A turn counts to whichever side: that is more than a challenge grants, which asks for one. */
async function measureTurns(pipeline: FacePipeline, portraits: readonly Buffer[]): Promise<object> {
  const flat: Buffer[] = [];
  const turned: Buffer[] = [];
  for (const portrait of portraits) {
    const head = await openTurnableHead(portrait);
    const facing = await head({ yaw: 0 });
    for (const degrees of FLAT_DEGREES) flat.push(await flatPhotograph(facing, degrees));
    for (const degrees of HEAD_DEGREES) turned.push(await head({ yaw: degrees }));
  }
  return {
    flatPhotographs: flat.length,
    flatPhotographsPassingTurn: await countTurns(pipeline, flat),
    turnedStandIns: turned.length,
    turnedStandInsPassingTurn: await countTurns(pipeline, turned),
  };
}

async function countTurns(pipeline: FacePipeline, pictures: readonly Buffer[]): Promise<number> {
  const frames = await pipeline.examine(pictures);
  return frames.filter(
    ({ face }) =>
      face !== null &&
      Math.abs(face.yaw) >= TURN.yaw &&
      Math.abs(face.noseOffset) >= TURN.noseOffset,
  ).length;
}

/** Of the whole process, with the portraits and what made them. */
function megabytes(): number {
  return Math.round(process.memoryUsage().rss / 1_048_576);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
