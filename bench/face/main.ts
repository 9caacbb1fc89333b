import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  ANY_FACE,
  type FacePipeline,
  meanEmbedding,
  openFacePipeline,
  similarity,
} from "../../src/identity/face/index.ts";
import { UsageError } from "../../src/usage-error.ts";
import { percentile } from "../ledger/load/percentile.ts";
import { type Comparison, measureRecognition, NEVER_ALIKE } from "./metrics.ts";
import { measureOtherAnswers } from "./other-answers.ts";
import { type Group, type Pair, readPairs, readTemplates } from "./read-lists.ts";
import { type SeenPictures, seePictures } from "./see-pictures.ts";
import { measureStandIns } from "./stand-ins.ts";

const USAGE = `npm run bench:face -- [--pairs FILE.csv | --templates FILE.csv]

  --pairs      columns path_a,path_b,same: every pair, one picture against one
  --templates  columns person,session,role,path: every probe group against every enrol group
  without      speed, memory, turns of stand-ins, and how soon the server answers others while it
               looks at faces, on the photographs of the tests

Prints one line of JSON.`;

const MODELS_FOLDER = join(import.meta.dirname, "..", "..", "dist", "face-models");
const THREADS = 2;

/** Prints one line of JSON. Exits with the usage, or with what is wrong in the list, otherwise. */
export async function runFaceBench(args: readonly string[]): Promise<void> {
  try {
    console.log(JSON.stringify(await measure(args)));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

async function measure(args: readonly string[]): Promise<object> {
  const { pairs, templates } = readArguments(args);
  if (pairs !== undefined) return onDataSet((pipeline) => measurePairs(pipeline, readPairs(pairs)));
  if (templates !== undefined) {
    return onDataSet((pipeline) => measureTemplates(pipeline, readTemplates(templates)));
  }
  const standIns = await measureStandIns(MODELS_FOLDER, THREADS);
  return { ...standIns, ...(await measureOtherAnswers()) };
}

function readArguments(args: readonly string[]): { pairs?: string; templates?: string } {
  const options = { pairs: { type: "string" }, templates: { type: "string" } } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.pairs === undefined || values.templates === undefined) return values;
  } catch {
    // An argument that is not known: the usage says which are.
  }
  throw new UsageError(USAGE);
}

/** Data sets hold profiles, small faces and crowds, which the product would send back to be taken again. */
async function onDataSet<Answer>(
  run: (pipeline: FacePipeline) => Promise<Answer>,
): Promise<Answer> {
  const options = { modelsFolder: MODELS_FOLDER, threads: THREADS, standards: ANY_FACE };
  const pipeline = await openFacePipeline(options);
  if ("unavailable" in pipeline) throw new UsageError(pipeline.unavailable);
  try {
    return await run(pipeline);
  } finally {
    await pipeline.close();
  }
}

async function measurePairs(pipeline: FacePipeline, pairs: readonly Pair[]): Promise<object> {
  const paths = pairs.flatMap(({ pathA, pathB }) => [pathA, pathB]);
  const seen = await seePictures(pipeline, paths, THREADS);
  const comparisons = pairs.map(({ pathA, pathB, same }) => {
    const one = seen.embeddings.get(pathA) ?? null;
    const other = seen.embeddings.get(pathB) ?? null;
    return { same, score: scoreOf(one, other) };
  });
  return report(comparisons, seen);
}

async function measureTemplates(pipeline: FacePipeline, groups: readonly Group[]): Promise<object> {
  const seen = await seePictures(
    pipeline,
    groups.flatMap(({ paths }) => paths),
    THREADS,
  );
  const templates = groups.map(({ person, role, paths }) => {
    const found = paths.flatMap((path) => seen.embeddings.get(path) ?? []);
    return { person, role, template: found.length === 0 ? null : meanEmbedding(found) };
  });
  const enrolled = templates.filter(({ role }) => role === "enrol");
  const probes = templates.filter(({ role }) => role === "probe");
  const comparisons = probes.flatMap((probe) =>
    enrolled.map(({ person, template }) => ({
      same: person === probe.person,
      score: scoreOf(probe.template, template),
    })),
  );
  return report(comparisons, seen);
}

function scoreOf(one: Float32Array | null, other: Float32Array | null): number {
  return one === null || other === null ? NEVER_ALIKE : similarity(one, other);
}

/** `notDetected` counts pairs of which a side has no face; they count as refused. */
function report(comparisons: readonly Comparison[], { durations }: SeenPictures): object {
  return {
    pairs: comparisons.length,
    notDetected: comparisons.filter(({ score }) => score === NEVER_ALIKE).length,
    ...rounded(measureRecognition(comparisons), 5),
    ...rounded(
      { msPerFrameP50: percentile(durations, 0.5), msPerFrameP95: percentile(durations, 0.95) },
      1,
    ),
  };
}

function rounded(values: Readonly<Record<string, number>>, digits: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Number(value.toFixed(digits))]),
  );
}
