import { readFile } from "node:fs/promises";
import type { FacePipeline } from "../../src/identity/face/index.ts";
import { UsageError } from "../../src/usage-error.ts";

/** What the pipeline made of each picture: its embedding, or null where no face was found. */
export type SeenPictures = {
  readonly embeddings: ReadonlyMap<string, Float32Array | null>;
  /** How long each took, in milliseconds, sorted. */
  readonly durations: readonly number[];
};

/**
 * Shows the pipeline every picture once, one to each of its threads at a time, as a server does that
 * is asked by many. The first two are shown beforehand: starting threads is not what is measured.
 */
export async function seePictures(
  pipeline: FacePipeline,
  paths: readonly string[],
  threads: number,
): Promise<SeenPictures> {
  const waiting = [...new Set(paths)];
  await pipeline.examine(await Promise.all(waiting.slice(0, threads).map(readPicture)));
  const embeddings = new Map<string, Float32Array | null>();
  const durations: number[] = [];
  const work = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const picture = await readPicture(path);
      const started = performance.now();
      const [frame] = await pipeline.examine([picture]);
      durations.push(performance.now() - started);
      embeddings.set(path, frame?.face?.embedding ?? null);
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return { embeddings, durations: durations.sort((one, other) => one - other) };
}

async function readPicture(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch {
    throw new UsageError(`The picture ${path} cannot be read.`);
  }
}
