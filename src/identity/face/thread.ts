import { workerData } from "piscina";
import type { FrameStandards } from "./decide-frame.ts";
import { openPictureExaminer } from "./examine-picture.ts";
import type { Frame } from "./frame.ts";
import { readModels } from "./models.ts";
import { onnxRuntime } from "./onnx-runtime.ts";

/** What a thread of the pipeline is told when it starts. */
export type ThreadOptions = {
  readonly modelsFolder: string;
  readonly standards: FrameStandards;
};

const { modelsFolder, standards }: ThreadOptions = workerData;
const models = readModels(modelsFolder);
const examine = await openPictureExaminer({ runtime: onnxRuntime, models, standards });

/** What the pool calls for each picture. */
export function examineInThread(picture: Uint8Array): Promise<Frame> {
  return examine(picture);
}
