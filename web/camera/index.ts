export type { CameraFault } from "./camera-fault.ts";
export { CameraStage } from "./camera-stage.tsx";
export type { DrawnChallenge } from "./capture-state.ts";
export type { Action, Ask, Cue } from "./plan.ts";
export { type Capture, useCapture } from "./use-capture.ts";
