import sharp from "sharp";
import { expect, test } from "vitest";
import { shrinkPicture } from "./shrink-picture.ts";

function plain(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: "#c2552d" } });
}

async function shrunk(content: Buffer) {
  const result = await shrinkPicture(content.toString("base64"));
  if (!result.ok) throw new Error(result.refusal.code);
  return sharp(result.value).metadata();
}

test.each([
  ["JPEG", () => plain(40, 30).jpeg().toBuffer()],
  ["PNG", () => plain(40, 30).png().toBuffer()],
  ["WebP", () => plain(40, 30).webp().toBuffer()],
])("a %s becomes WebP and is not made larger", async (_, make) => {
  expect(await shrunk(await make())).toMatchObject({ format: "webp", width: 40, height: 30 });
});

test("a large picture is made smaller, in its own shape", async () => {
  const large = await plain(2_400, 1_200).jpeg().toBuffer();
  expect(await shrunk(large)).toMatchObject({ width: 1_200, height: 600 });
});

test("a picture taken with the phone on its side stands upright", async () => {
  const onItsSide = await plain(40, 30).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  expect(await shrunk(onItsSide)).toMatchObject({ width: 30, height: 40 });
});

test("where it was taken is not kept", async () => {
  const located = await plain(40, 30)
    .jpeg()
    .withExif({ IFD0: { Copyright: "me" }, IFD3: { GPSLatitude: "31/1 14/1 0/1" } })
    .toBuffer();
  expect((await sharp(located).metadata()).exif).toBeDefined();
  const kept = await shrunk(located);
  expect(kept.exif).toBeUndefined();
  expect(kept.orientation).toBeUndefined();
});

const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
test.each([
  ["no picture", async () => Buffer.from("hello")],
  ["an SVG", async () => svg],
  [
    "a GIF",
    async () => Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
  ],
  [
    "an SVG behind a JPEG's first bytes",
    async () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), svg]),
  ],
  ["half a JPEG", async () => (await plain(400, 300).jpeg().toBuffer()).subarray(0, 900)],
  ["more pixels than any camera takes", () => plain(6_000, 4_001).png().toBuffer()],
])("%s is refused", async (_, make) => {
  const result = await shrinkPicture((await make()).toString("base64"));
  expect(result).toEqual({ ok: false, refusal: { code: "bad_picture" } });
});

test.each([["data:image/png;base64,iVBORw0KGgo="], ["iVBO Rw0K"], ["===="]])(
  "%j is not base64",
  async (text) => {
    expect((await shrinkPicture(text)).ok).toBe(false);
  },
);
