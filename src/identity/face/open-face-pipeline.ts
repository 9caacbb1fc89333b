import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Piscina } from "piscina";
import { CAMERA_STANDARDS, type FrameStandards } from "./decide-frame.ts";
import type { FacePipeline, Frame, NoPipeline } from "./frame.ts";
import { ModelsUnusable, modelVersionOf, readModels } from "./models.ts";
import type { ThreadOptions } from "./thread.ts";

/** One for each processor of the smallest machine this is meant for. */
const DEFAULT_THREADS = 2;
/** Nobody shows a face for a minute, and the threads end; what they hold goes back to the system. */
const IDLE_MILLISECONDS = 60_000;
/**
 * What a thread keeps of its own is a few megabytes; the pixels that pass through are let go only
 * when it collects its garbage. Two threads and their parent take 330 MB with these bounds, 390 without.
 */
const THREAD_MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 };

type Pool = Piscina<Uint8Array, Frame>;

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
  const modelVersion = await usableVersion(modelsFolder);
  if (typeof modelVersion !== "string") return modelVersion;
  let pool: Pool | null = null;
  const openedPool = (): Pool => {
    if (pool !== null) return pool;
    const opened = openPool({ modelsFolder, standards }, threads);
    // A thread that could not start. Whoever waits is told; the next picture tries again.
    opened.on("error", () => {
      if (pool === opened) pool = null;
      void opened.destroy();
    });
    pool = opened;
    return opened;
  };
  return {
    modelVersion,
    examine: (pictures) => {
      const current = openedPool();
      return Promise.all(pictures.map((picture) => current.run(picture)));
    },
    close: async () => {
      const last = pool;
      pool = null;
      await last?.destroy();
    },
  };
}

/** The runtime is loaded here as well: it has no library for every system, and this is when to say so. */
async function usableVersion(modelsFolder: string): Promise<string | NoPipeline> {
  try {
    await import("./onnx-runtime.ts");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { unavailable: `ONNX Runtime cannot be loaded on this system (${reason}).` };
  }
  try {
    return modelVersionOf(readModels(modelsFolder));
  } catch (error) {
    if (error instanceof ModelsUnusable) return { unavailable: error.message };
    throw error;
  }
}

function openPool(workerData: ThreadOptions, threads: number): Pool {
  return new Piscina<Uint8Array, Frame>({
    filename: pathToFileURL(threadFile()).href,
    name: "examineInThread",
    workerData,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MILLISECONDS,
    // Who comes first is answered first. Otherwise a picture that finds both threads busy goes to the
    // end of the queue, and of twenty attempts at once all are answered when the last one is.
    stricterFIFO: true,
    resourceLimits: THREAD_MEMORY,
  });
}

/** The built server has the thread as a program of its own beside it; the sources need a loader first. */
function threadFile(): string {
  const isSource = import.meta.filename.endsWith(".ts");
  return join(import.meta.dirname, isSource ? "start-thread.mjs" : "identity/face/thread.js");
}
