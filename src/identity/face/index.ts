export { ANY_FACE } from "./decide-frame.ts";
export type { Face, FacePipeline, Frame, FrameProblem, NoPipeline } from "./frame.ts";
export { openFacePipeline } from "./open-face-pipeline.ts";
export { meanEmbedding, similarity } from "./vectors.ts";
