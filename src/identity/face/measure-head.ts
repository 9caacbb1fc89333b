import { type DetectedFace, leanOf } from "./detect-faces.ts";
import { featuresOf, type MeshPoint, meshPoint } from "./find-landmarks.ts";
import { distance } from "./geometry.ts";

/** How a head is held and whether its eyes are open; see `Face` for the units and signs. */
export type HeadMeasures = {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  readonly noseOffset: number;
  readonly eyeOpening: number;
};

const RIGHT_TEMPLE = 234;
const LEFT_TEMPLE = 454;
const FOREHEAD = 10;
const CHIN = 152;

/** Corners across, and two pairs of points on the lids, above and below. */
const RIGHT_EYE = { corners: [33, 133], lids: [160, 144, 158, 153] } as const;
const LEFT_EYE = { corners: [362, 263], lids: [385, 380, 387, 373] } as const;

/**
 * Yaw and pitch are read off the depth the mesh gives to temples, forehead and chin, roll and nose
 * offset off the plane of the picture alone: a photograph that is turned in front of the camera gives
 * depth, but hardly moves the nose between the eyes. How the head leans is taken from the detector's
 * eyes, as it was when the bounds of a turn were measured; the mesh's would be some degrees off from
 * them on a face in profile. The opening of the eyes is the eye aspect ratio
 * of Soukupová and Čech (2016).
 */
export function measureHead(mesh: readonly MeshPoint[], face: DetectedFace): HeadMeasures {
  const { rightEye, leftEye, nose } = featuresOf(mesh);
  const roll = leanOf(face);
  const fromMiddle = {
    x: nose.x - (rightEye.x + leftEye.x) / 2,
    y: nose.y - (rightEye.y + leftEye.y) / 2,
  };
  const alongEyes = fromMiddle.x * Math.cos(roll) + fromMiddle.y * Math.sin(roll);
  return {
    yaw: slope(meshPoint(mesh, RIGHT_TEMPLE), meshPoint(mesh, LEFT_TEMPLE)),
    pitch: slope(meshPoint(mesh, CHIN), meshPoint(mesh, FOREHEAD)),
    roll: degrees(roll),
    noseOffset: alongEyes / distance(rightEye, leftEye),
    eyeOpening: (eyeAspectRatio(mesh, RIGHT_EYE) + eyeAspectRatio(mesh, LEFT_EYE)) / 2,
  };
}

/** The angle at which the way from one point to the other leads away from the camera, in degrees. */
function slope(from: MeshPoint, to: MeshPoint): number {
  return degrees(Math.atan2(to.z - from.z, distance(from, to)));
}

function eyeAspectRatio(
  mesh: readonly MeshPoint[],
  { corners, lids }: typeof RIGHT_EYE | typeof LEFT_EYE,
): number {
  const between = (one: number, other: number) =>
    distance(meshPoint(mesh, one), meshPoint(mesh, other));
  const open = between(lids[0], lids[1]) + between(lids[2], lids[3]);
  return open / (2 * between(corners[0], corners[1]));
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
