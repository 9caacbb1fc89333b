import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ANY_FACE, type Face, type FacePipeline, type Frame, openFacePipeline } from "./index.ts";
import {
  groupPhotograph,
  MODELS_FOLDER,
  onePersonTwice,
  PORTRAIT_NAMES,
  type PortraitName,
  portraitOf,
} from "./portraits.fixture.ts";
import { openTurnableHead, type TurnableHead, turnedHead } from "./turned-head.fixture.ts";
import { meanEmbedding, similarity } from "./vectors.ts";

let pipeline: FacePipeline;
/** Compares whatever face there is, as data sets want it. */
let tolerant: FacePipeline;

beforeAll(async () => {
  pipeline = await opened();
  tolerant = await opened({ standards: ANY_FACE });
});
afterAll(async () => {
  await Promise.all([pipeline.close(), tolerant.close()]);
});

async function opened(
  options: { standards?: typeof ANY_FACE; threads?: number } = {},
): Promise<FacePipeline> {
  const result = await openFacePipeline({ modelsFolder: MODELS_FOLDER, ...options });
  if ("unavailable" in result) throw new Error(result.unavailable);
  return result;
}

async function frameOf(picture: Uint8Array, through = pipeline): Promise<Frame> {
  const [frame] = await through.examine([picture]);
  if (frame === undefined) throw new Error("One picture, one answer.");
  return frame;
}

async function faceOf(picture: Uint8Array, through = pipeline): Promise<Face> {
  const { face, problem } = await frameOf(picture, through);
  if (face === null) throw new Error(`No face: ${problem}.`);
  return face;
}

async function embeddingOf(picture: Uint8Array, through = pipeline): Promise<Float32Array> {
  const { embedding } = await faceOf(picture, through);
  if (embedding === null) throw new Error("The face is not frontal.");
  return embedding;
}

function altered(picture: Uint8Array, change: (image: Sharp) => Sharp) {
  return change(sharp(picture)).jpeg({ quality: 90 }).toBuffer();
}

describe("who it is", () => {
  test("one person in two photographs, the head upright and on one side, is alike", async () => {
    const [upright, aslant] = await onePersonTwice();
    const alike = similarity(
      await embeddingOf(upright, tolerant),
      await embeddingOf(aslant, tolerant),
    );
    expect(alike).toBeGreaterThan(0.5);
    expect((await faceOf(aslant, tolerant)).roll).toBeGreaterThan(30);
  });

  test("six people are not alike", async () => {
    const embeddings = await Promise.all(
      PORTRAIT_NAMES.map(async (name) => embeddingOf(await portraitOf(name), tolerant)),
    );
    for (const [index, one] of embeddings.entries()) {
      for (const other of embeddings.slice(index + 1)) {
        expect(similarity(one, other)).toBeLessThan(0.45);
      }
    }
  });

  test.each([
    ["turned by 20°", (image: Sharp) => image.rotate(20)],
    ["mirrored", (image: Sharp) => image.flop()],
    ["half as large", (image: Sharp) => image.resize(320)],
    ["darker", (image: Sharp) => image.linear(0.6, 0)],
    ["grey", (image: Sharp) => image.greyscale()],
  ])("a picture %s shows the same person", async (_, change) => {
    const portrait = await portraitOf("ana");
    const changed = await altered(portrait, change);
    expect(similarity(await embeddingOf(portrait), await embeddingOf(changed))).toBeGreaterThan(
      0.8,
    );
  });

  test("a picture says the same whichever format it comes in", async () => {
    const portrait = await portraitOf("ana");
    const png = await sharp(portrait).png().toBuffer();
    const webp = await sharp(portrait).webp({ lossless: true }).toBuffer();
    const embedding = await embeddingOf(portrait);
    expect(similarity(embedding, await embeddingOf(png))).toBeGreaterThan(0.9999);
    expect(similarity(embedding, await embeddingOf(webp))).toBeGreaterThan(0.9999);
  });

  test("an embedding has unit length", async () => {
    const embedding = await embeddingOf(await portraitOf("ana"));
    expect(embedding).toHaveLength(512);
    expect(similarity(embedding, embedding)).toBeCloseTo(1, 5);
  });
});

describe("what is wrong with a picture", () => {
  const portrait = () => portraitOf("ana");
  const plain = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: "#7a8a9a" } });

  test.each([
    ["text named .jpg", async () => Buffer.from("not a picture at all"), "not_a_picture"],
    ["nothing", async () => Buffer.alloc(0), "not_a_picture"],
    ["half a JPEG", async () => (await portrait()).subarray(0, 20_000), "not_a_picture"],
    [
      "a PNG of more pixels than a camera has",
      () => plain(6_000, 4_001).png().toBuffer(),
      "not_a_picture",
    ],
    ["a wall", () => plain(640, 480).jpeg().toBuffer(), "no_face"],
    ["one pixel", () => plain(1, 1).png().toBuffer(), "no_face"],
    ["three people", async () => groupPhotograph("sample3.jpg"), "many_faces"],
    ["two people", () => sideBySide("cleo", "fay"), "many_faces"],
    [
      "a face far away",
      async () => altered(await portrait(), (i) => i.resize(160)),
      "face_too_small",
    ],
    ["a dark room", async () => altered(await portrait(), (i) => i.linear(0.2, 0)), "too_dark"],
    [
      "a lamp in the face",
      async () => altered(await portraitOf("fay"), (i) => i.linear(3, 0)),
      "too_bright",
    ],
    ["a shaking hand", async () => altered(await portrait(), (i) => i.blur(9)), "blurred"],
  ] as const)("%s", async (_, make, problem) => {
    const frame = await frameOf(await make());
    expect(frame).toMatchObject({ problem, face: null });
    expect(frame.perceptualHash === null).toBe(problem === "not_a_picture");
    expect(frame.contentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("somebody who passes far behind is no second face", async () => {
    const passerBy = await sharp(await portraitOf("fay"))
      .resize(200)
      .toBuffer();
    const picture = await sharp(await portrait())
      .composite([{ input: passerBy, left: 430, top: 20 }])
      .jpeg()
      .toBuffer();
    expect(await frameOf(picture)).toMatchObject({ problem: null });
  });
});

async function sideBySide(left: PortraitName, right: PortraitName): Promise<Buffer> {
  const [first, second] = await Promise.all([portraitOf(left), portraitOf(right)]);
  return sharp(first)
    .extend({ right: 640, background: "#000000" })
    .composite([{ input: second, left: 640, top: 0 }])
    .jpeg()
    .toBuffer();
}

describe("how a head is held", () => {
  let head: TurnableHead;
  beforeAll(async () => {
    head = await openTurnableHead(await portraitOf("cleo"));
  });

  test("a head that turns to its left and right is seen to", async () => {
    const left = await faceOf(await head({ yaw: 38 }));
    const right = await faceOf(await head({ yaw: -38 }));
    expect(left.yaw).toBeGreaterThan(20);
    expect(left.noseOffset).toBeGreaterThan(0.25);
    expect(right.yaw).toBeLessThan(-20);
    expect(right.noseOffset).toBeLessThan(-0.25);
    expect([left.embedding, right.embedding]).toEqual([null, null]);
  });

  test("a head that nods is seen to", async () => {
    const up = await faceOf(await head({ yaw: 0, pitch: 15 }));
    const down = await faceOf(await head({ yaw: 0, pitch: -35 }));
    expect(up.pitch).toBeGreaterThan(8);
    expect(down.pitch).toBeLessThan(-22);
  });

  test("eyes that shut are seen to", async () => {
    const open = await faceOf(await head({ yaw: 0, pitch: -8 }));
    const shut = await faceOf(await head({ yaw: 0, pitch: -8, eyesClosed: 1 }));
    expect(shut.eyeOpening / open.eyeOpening).toBeLessThan(0.6);
  });

  test("a mirrored picture turns the other way", async () => {
    const left = await head({ yaw: 30 });
    const mirrored = await faceOf(await altered(left, (image) => image.flop()));
    expect(mirrored.yaw).toBeLessThan(-15);
    expect(mirrored.noseOffset).toBeLessThan(-0.2);
  });

  test("facing the camera, the stand-in is the person it was made of, and nobody else", async () => {
    const frames = [
      { yaw: 0 },
      { yaw: 1, moved: { x: 3, y: 1 } },
      { yaw: -1, moved: { x: 1, y: 3 } },
    ];
    const seen = await Promise.all(
      frames.map(async (pose) => embeddingOf(await head({ pitch: -8, ...pose }))),
    );
    const probe = meanEmbedding(seen);
    for (const name of PORTRAIT_NAMES) {
      const alike = similarity(probe, await embeddingOf(await portraitOf(name), tolerant));
      if (name === "cleo") expect(alike).toBeGreaterThan(0.55);
      else expect(alike).toBeLessThan(0.45);
    }
  });
});

describe("the stand-in for a head that turns", () => {
  const people = PORTRAIT_NAMES.map((name) => ({ name, degrees: name === "dora" ? 42 : 36 }));

  test.each(people)("$name turns both ways, and stays who she is", async ({ name, degrees }) => {
    const portrait = await portraitOf(name);
    const facing = await turnedHead(portrait, { yaw: 0, pitch: -8 });
    const left = await faceOf(await turnedHead(portrait, { yaw: degrees }), tolerant);
    const right = await faceOf(await turnedHead(portrait, { yaw: -degrees }), tolerant);
    expect(left.yaw).toBeGreaterThan(20);
    expect(right.yaw).toBeLessThan(-20);
    const alike = similarity(await embeddingOf(facing), await embeddingOf(portrait, tolerant));
    expect(alike).toBeGreaterThan(0.55);
  });
});

describe("replay", () => {
  test("a picture compressed again keeps its perceptual hash, more or less; another does not", async () => {
    const portrait = await portraitOf("bea");
    const again = await sharp(portrait).resize(500).jpeg({ quality: 60 }).toBuffer();
    const [first, second, other] = await pipeline.examine([
      portrait,
      again,
      await portraitOf("eve"),
    ]);
    expect(first?.contentHash).not.toBe(second?.contentHash);
    expect(differentBits(first, second)).toBeLessThanOrEqual(4);
    expect(differentBits(first, other)).toBeGreaterThan(12);
  });

  function differentBits(one: Frame | undefined, other: Frame | undefined): number {
    const difference = (one?.perceptualHash ?? 0n) ^ (other?.perceptualHash ?? 0n);
    return [...difference.toString(2)].filter((bit) => bit === "1").length;
  }
});

describe("threads", () => {
  test("pictures are examined off the thread that asks", async () => {
    const pictures = await Promise.all(PORTRAIT_NAMES.map(portraitOf));
    const before = process.cpuUsage();
    const eventLoop = performance.eventLoopUtilization();
    await pipeline.examine([...pictures, ...pictures, ...pictures]);
    const { user } = process.cpuUsage(before);
    // The process worked, and this thread of it stood by.
    const busy = performance.eventLoopUtilization(eventLoop).active;
    expect(busy).toBeLessThan(user / 1000 / 2);
  });

  test("who asks first is answered first", async () => {
    const single = await opened({ threads: 1 });
    const picture = await portraitOf("ana");
    const order: number[] = [];
    const ask = async (turn: number) => {
      await single.examine([picture, picture, picture]);
      order.push(turn);
    };
    await Promise.all([0, 1, 2, 3, 4].map(ask));
    await single.close();
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  test("answers come in the order of the pictures", async () => {
    const pictures = [await portraitOf("ana"), Buffer.from("text"), await portraitOf("bea")];
    const frames = await pipeline.examine(pictures);
    const alone = await Promise.all(pictures.map((picture) => frameOf(picture)));
    expect(frames.map((frame) => frame.contentHash)).toEqual(
      alone.map((frame) => frame.contentHash),
    );
    expect(frames[1]?.problem).toBe("not_a_picture");
  });

  test("a pipeline that was closed starts again when it is asked", async () => {
    await tolerant.close();
    expect(await frameOf(await portraitOf("ana"), tolerant)).toMatchObject({ problem: null });
  });
});

describe("models that cannot be used", () => {
  const folder = mkdtempSync(join(tmpdir(), "tongdui-models-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("a missing model is named, and there is no pipeline", async () => {
    cpSync(MODELS_FOLDER, folder, { recursive: true });
    rmSync(join(folder, "embedder.onnx"));
    expect(await openFacePipeline({ modelsFolder: folder })).toEqual({
      unavailable: `The model embedder.onnx is missing in ${folder}.`,
    });
  });

  test("a model with other bytes is named, and there is no pipeline", async () => {
    writeFileSync(join(folder, "embedder.onnx"), "another model");
    expect(await openFacePipeline({ modelsFolder: folder })).toEqual({
      unavailable: `The model embedder.onnx in ${folder} is not the one this version uses.`,
    });
  });

  test("a thread that cannot start fails those who wait, and the next picture tries again", async () => {
    cpSync(MODELS_FOLDER, folder, { recursive: true });
    const fragile = await openFacePipeline({ modelsFolder: folder });
    if ("unavailable" in fragile) throw new Error(fragile.unavailable);
    rmSync(join(folder, "spoof.onnx"));
    await expect(fragile.examine([await portraitOf("ana")])).rejects.toThrow(
      "Terminating worker thread",
    );
    cpSync(MODELS_FOLDER, folder, { recursive: true });
    expect(await frameOf(await portraitOf("ana"), fragile)).toMatchObject({ problem: null });
    await fragile.close();
  });

  test("the version names the embedder and the weights behind an embedding", () => {
    expect(pipeline.modelVersion).toMatch(/^mobilefacenet-512-[0-9a-f]{16}$/);
    expect(pipeline.modelVersion).toBe(tolerant.modelVersion);
  });
});
