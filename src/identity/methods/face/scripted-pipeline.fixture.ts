import { createHash } from "node:crypto";
import type { Face, FacePipeline, Frame, FrameProblem } from "../../face/frame.ts";
import { unitLength } from "../../face/vectors.ts";
import type { Step } from "./contract.ts";

/**
 * A pipeline that sees what a script says: its pictures are JSON texts that name what is in them. It
 * stands in for the real one where the matter is what is decided and kept, not what is seen.
 */
export function scriptedPipeline({ modelVersion = "scripted-1" } = {}): FacePipeline & {
  /** How many pictures were looked at. */
  readonly examined: () => number;
} {
  let examined = 0;
  return {
    modelVersion,
    examined: () => examined,
    async examine(pictures) {
      examined += pictures.length;
      return pictures.map(frameOf);
    },
    close: async () => undefined,
  };
}

export type Look = {
  readonly person?: string;
  /** Cosine to the person's own embedding. */
  readonly likeness?: number;
  readonly problem?: FrameProblem;
  readonly perceptualHash?: string;
  /** Makes two pictures of the same look different ones. */
  readonly grain?: number;
} & Partial<Omit<Face, "embedding">>;

const REST = {
  size: 200,
  yaw: 0,
  pitch: 3,
  roll: 0,
  noseOffset: 0,
  eyeOpening: 0.3,
  spoofRisk: 0.1,
} satisfies Omit<Face, "embedding">;

/** A picture of the script, as bytes. */
export function picture(look: Look): Buffer {
  return Buffer.from(JSON.stringify(look));
}

/** What a pipeline says of such a picture. */
export function frameOf(bytes: Uint8Array): Frame {
  const contentHash = createHash("sha256").update(bytes).digest("hex");
  const look = parse(bytes);
  if (look === null) {
    return { problem: "not_a_picture", face: null, contentHash, perceptualHash: null };
  }
  const { person = "nobody", likeness = 1, problem, perceptualHash, grain: _, ...pose } = look;
  const hash = BigInt(perceptualHash ?? `0x${contentHash.slice(0, 16)}`);
  if (problem) return { problem, face: null, contentHash, perceptualHash: hash };
  const face = { ...REST, ...pose };
  const isFrontal = Math.abs(face.yaw) <= 15;
  const embedding = isFrontal ? embeddingOf(person, likeness) : null;
  return { problem: null, face: { ...face, embedding }, contentHash, perceptualHash: hash };
}

function parse(bytes: Uint8Array): Look | null {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as Look;
  } catch {
    return null;
  }
}

const DIMENSIONS = 512;

/** A direction of the person's own; with a likeness below 1, one at that cosine from it. */
export function embeddingOf(person: string, likeness = 1): Float32Array {
  const own = directionOf(person);
  if (likeness === 1) return own;
  const other = directionOf(`${person}, but not quite`);
  const shared = own.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
  const apart = unitLength(other.map((value, index) => value - shared * (own[index] ?? 0)));
  const rest = Math.sqrt(1 - likeness ** 2);
  return own.map((value, index) => likeness * value + rest * (apart[index] ?? 0));
}

function directionOf(name: string): Float32Array {
  const bytes = Buffer.concat(
    Array.from({ length: DIMENSIONS / 32 }, (_, block) =>
      createHash("sha256").update(`${name} ${block}`).digest(),
    ),
  );
  return unitLength(Float32Array.from(bytes, (byte) => byte - 127.5));
}

const MOVEMENTS: Readonly<Record<Step, readonly Look[]>> = {
  turn_left: [
    { yaw: 18, noseOffset: 0.2 },
    { yaw: 32, noseOffset: 0.4 },
    { yaw: 30, noseOffset: 0.38 },
    { yaw: 28, noseOffset: 0.36 },
    { yaw: 12, noseOffset: 0.16 },
  ],
  turn_right: [
    { yaw: -18, noseOffset: -0.2 },
    { yaw: -32, noseOffset: -0.4 },
    { yaw: -30, noseOffset: -0.38 },
    { yaw: -28, noseOffset: -0.36 },
    { yaw: -12, noseOffset: -0.16 },
  ],
  nod: [{ pitch: -8 }, { pitch: -20, eyeOpening: 0.15 }, { pitch: -18 }, { pitch: -4 }],
  blink: [{ eyeOpening: 0.2 }, { eyeOpening: 0.05 }, { eyeOpening: 0.22 }],
};
const FRONTAL: readonly Look[] = [{ yaw: 1 }, { yaw: -1, pitch: 2 }];

/** What a camera sees of a person who does as asked, frontal views before, between and after. */
export function filmOf(steps: readonly Step[], more: Look = {}): Look[] {
  const looks = [...FRONTAL, ...steps.flatMap((step) => [...MOVEMENTS[step], ...FRONTAL])];
  return looks.map((look) => ({ ...look, ...more }));
}

let grain = 0;

/** A film as it goes over the wire; every picture has a grain of its own, as a camera's pictures do. */
export function toWire(looks: readonly Look[]): string[] {
  return looks.map((look) => {
    grain += 1;
    return picture({ grain, ...look }).toString("base64");
  });
}
