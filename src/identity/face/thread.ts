import { constants, getPriority, setPriority } from "node:os";
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

/** Of nice: a tenth of the processor time that the event loop gets when both want it. */
const GIVE_WAY = 10;

// Looking at pictures fills the processors, and other answers must not wait for it: with twenty
// verifications under way on two processors, their 95th percentile is 33 to 37 ms like this and 59 to
// 64 with equal priorities, for as many verifications. On Linux the priority is that of the calling
// thread; elsewhere it would be that of the whole process, the event loop included.
if (process.platform === "linux") {
  setPriority(Math.min(getPriority() + GIVE_WAY, constants.priority.PRIORITY_LOW));
}

const { modelsFolder, standards }: ThreadOptions = workerData;
const models = readModels(modelsFolder);
const examine = await openPictureExaminer({ runtime: onnxRuntime, models, standards });

/** What the pool calls for each picture. */
export function examineInThread(picture: Uint8Array): Promise<Frame> {
  return examine(picture);
}
