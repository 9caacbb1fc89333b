import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Piscina } from "piscina";
import { CAMERA_STANDARDS, type FrameStandards } from "./decide-frame.ts";
import type { FacePipeline, Frame, NoPipeline } from "./frame.ts";
import { ModelsUnusable, modelVersionOf, readModels } from "./models.ts";
import type { ThreadOptions } from "./thread.ts";

/** One for each core of the smallest machine we measured: 125 to 140 pictures a second. */
const DEFAULT_THREADS = 2;
/** Some 60 MB a thread go back to the system when nobody has shown a face for a while. */
const IDLE_MILLISECONDS = 60_000;

/**
 * The pipeline over the models of a folder. Threads start with the first picture, so a server that
 * nobody shows a face stays small.
 */
export async function openFacePipeline(options: {
  modelsFolder: string;
  threads?: number;
  standards?: FrameStandards;
}): Promise<FacePipeline | NoPipeline> {
  const { modelsFolder, threads = DEFAULT_THREADS, standards = CAMERA_STANDARDS } = options;
  const version = usableVersion(modelsFolder);
  if (typeof version !== "string") return version;
  let pool: Piscina<Uint8Array, Frame> | null = null;
  return {
    modelVersion: version,
    async examine(pictures) {
      pool ??= openPool({ modelsFolder, standards }, threads);
      const { run } = pool;
      return Promise.all(pictures.map((picture) => run.call(pool, picture)));
    },
    async close() {
      await pool?.destroy();
      pool = null;
    },
  };
}

function usableVersion(modelsFolder: string): string | NoPipeline {
  try {
    return modelVersionOf(readModels(modelsFolder));
  } catch (error) {
    if (error instanceof ModelsUnusable) return { unavailable: error.message };
    throw error;
  }
}

function openPool(workerData: ThreadOptions, threads: number): Piscina<Uint8Array, Frame> {
  return new Piscina<Uint8Array, Frame>({
    filename: pathToFileURL(join(import.meta.dirname, "start-thread.mjs")).href,
    workerData,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MILLISECONDS,
  });
}
