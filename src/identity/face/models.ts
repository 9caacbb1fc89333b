import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../platform/project-root.ts";

const NAMES = ["detector", "landmarks", "embedder", "spoof"] as const;
/** What an embedding depends on: the embedder, and those that say where the face is. */
const NAMES_BEHIND_EMBEDDINGS = ["detector", "landmarks", "embedder"] as const;
const EMBEDDER_NAME = "mobilefacenet-512";

export type ModelContents = Readonly<Record<(typeof NAMES)[number], Uint8Array>>;

/** Says in one sentence which file is missing or wrong. */
export class ModelsUnusable extends Error {
  override readonly name = "ModelsUnusable";
}

/** The models as they were checked when they were prepared, checked again. Throws `ModelsUnusable`. */
export function readModels(folder: string): ModelContents {
  const wanted = wantedHashes();
  const read = (name: (typeof NAMES)[number]): Uint8Array => {
    const file = `${name}.onnx`;
    const content = readFile(join(folder, file));
    if (content === null) throw new ModelsUnusable(`The model ${file} is missing in ${folder}.`);
    if (createHash("sha256").update(content).digest("hex") !== wanted.get(file)) {
      throw new ModelsUnusable(`The model ${file} in ${folder} is not the one this version uses.`);
    }
    return content;
  };
  return {
    detector: read("detector"),
    landmarks: read("landmarks"),
    embedder: read("embedder"),
    spoof: read("spoof"),
  };
}

/** Names the embedder and every network whose weights decide what an embedding is. */
export function modelVersionOf(models: ModelContents): string {
  const hash = createHash("sha256");
  for (const name of NAMES_BEHIND_EMBEDDINGS) {
    hash.update(createHash("sha256").update(models[name]).digest());
  }
  return `${EMBEDDER_NAME}-${hash.digest("hex").slice(0, 16)}`;
}

function wantedHashes(): ReadonlyMap<string, string> {
  const table = JSON.parse(
    readFileSync(join(PROJECT_ROOT, "src/identity/face/models.json"), "utf8"),
  );
  return new Map(
    table.models.map(({ file, sha256 }: { file: string; sha256: string }) => [file, sha256]),
  );
}

function readFile(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
