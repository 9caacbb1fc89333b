import { createHash } from "node:crypto";
import { decideFrame, type FaceMeasures, type FrameStandards, isFrontal } from "./decide-frame.ts";
import { decodePicture } from "./decode-picture.ts";
import { type DetectedFace, type FaceDetector, openFaceDetector } from "./detect-faces.ts";
import { type Embedder, openEmbedder } from "./embed-face.ts";
import { featuresOf, type LandmarkFinder, openLandmarkFinder } from "./find-landmarks.ts";
import type { Face, Frame, FrameProblem } from "./frame.ts";
import { measureHead } from "./measure-head.ts";
import { measureLight } from "./measure-light.ts";
import type { ModelContents } from "./models.ts";
import { perceptualHash } from "./perceptual-hash.ts";
import type { Raster } from "./raster.ts";
import type { Runtime } from "./runtime.ts";
import { openSpoofDetector, type SpoofDetector } from "./spoof-risk.ts";

export type PictureExaminer = (picture: Uint8Array) => Promise<Frame>;

/** Everything the pipeline does to one picture, in the thread that calls it. */
export async function openPictureExaminer(options: {
  runtime: Runtime;
  models: ModelContents;
  standards: FrameStandards;
}): Promise<PictureExaminer> {
  const { runtime, models, standards } = options;
  const networks: Networks = {
    detectFaces: await openFaceDetector(runtime, models.detector),
    findLandmarks: await openLandmarkFinder(runtime, models.landmarks),
    embed: await openEmbedder(runtime, models.embedder),
    spoofRisk: await openSpoofDetector(runtime, models.spoof),
  };
  return async (picture) => {
    const contentHash = createHash("sha256").update(picture).digest("hex");
    const decoded = await decodePicture(picture);
    if (decoded === null) {
      return { problem: "not_a_picture", face: null, contentHash, perceptualHash: null };
    }
    const { raster, reduction } = decoded;
    const seen = await examineFace(networks, { raster, reduction, standards });
    return { ...seen, contentHash, perceptualHash: perceptualHash(raster) };
  };
}

type Networks = {
  readonly detectFaces: FaceDetector;
  readonly findLandmarks: LandmarkFinder;
  readonly embed: Embedder;
  readonly spoofRisk: SpoofDetector;
};

async function examineFace(
  { detectFaces, findLandmarks, embed, spoofRisk }: Networks,
  {
    raster,
    reduction,
    standards,
  }: { raster: Raster; reduction: number; standards: FrameStandards },
): Promise<{ problem: FrameProblem; face: null } | { problem: null; face: Face }> {
  const [detected, second] = await detectFaces(raster);
  if (detected === undefined) return { problem: "no_face", face: null };
  const { mesh, presence } = await findLandmarks(raster, detected);
  const features = featuresOf(mesh);
  const head = measureHead(mesh, detected);
  const measures: FaceMeasures = {
    ...head,
    ...measureLight(raster, features),
    size: sizeOf(detected) * reduction,
    presence,
    secondFace: second === undefined ? 0 : sizeOf(second) / sizeOf(detected),
  };
  const problem = decideFrame(measures, standards);
  if (problem !== null) return { problem, face: null };
  const face = {
    ...head,
    size: measures.size,
    spoofRisk: await spoofRisk(raster, detected.box),
    embedding: isFrontal(head, standards) ? await embed(raster, features) : null,
  };
  return { problem: null, face };
}

function sizeOf({ box }: DetectedFace): number {
  return Math.min(box.right - box.left, box.bottom - box.top);
}
