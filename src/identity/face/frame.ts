/** Why a picture says nothing about a person. In the order in which it is checked. */
export type FrameProblem =
  | "not_a_picture"
  | "no_face"
  | "many_faces"
  | "face_too_small"
  | "too_dark"
  | "too_bright"
  | "blurred";

/** The one face of a picture. Angles in degrees, as the person turns: left and up are positive. */
export type Face = {
  /** The shorter side of the face's box, in pixels of the picture as it was sent. */
  readonly size: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** Nose tip from the middle between the eyes, along the line of the eyes, by their distance; signed like yaw. */
  readonly noseOffset: number;
  /** Height of the eyes' opening by their width, the mean of both. */
  readonly eyeOpening: number;
  /** The likelihood of a picture of a picture, 0 to 1: a risk signal, not a gate. */
  readonly spoofRisk: number;
  /** Of unit length; null where the face is not frontal enough to be compared. */
  readonly embedding: Float32Array | null;
};

/** What the pipeline saw in one picture. `face` is null exactly where there is a problem. */
export type Frame = {
  readonly problem: FrameProblem | null;
  readonly face: Face | null;
  /** SHA-256 of the bytes that were sent, in hex. */
  readonly contentHash: string;
  /** 64 bits that differ in few places between pictures that look alike; null for what is no picture. */
  readonly perceptualHash: bigint | null;
};

/** Looks at pictures, in threads of its own. It decides nothing. */
export type FacePipeline = {
  /** Names the embedder and its weights: embeddings of different versions cannot be compared. */
  readonly modelVersion: string;
  /** One answer per picture, in their order. Never fails because of what a picture holds. */
  examine(pictures: readonly Uint8Array[]): Promise<readonly Frame[]>;
  close(): Promise<void>;
};

/** Why there is no pipeline: the method is shown as unavailable, and everything else runs. */
export type NoPipeline = { readonly unavailable: string };
