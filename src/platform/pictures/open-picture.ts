import sharp, { type Sharp } from "sharp";

// Of the many formats libvips reads, only the three we take can be opened at all: a file that lies
// about itself does not reach a decoder with a longer history of holes.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"],
});

const SIGNATURES: readonly { offset: number; bytes: Uint8Array }[][] = [
  [{ offset: 0, bytes: Buffer.from([0xff, 0xd8, 0xff]) }],
  [{ offset: 0, bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) }],
  [
    { offset: 0, bytes: Buffer.from("RIFF", "latin1") },
    { offset: 8, bytes: Buffer.from("WEBP", "latin1") },
  ],
];

/**
 * A JPEG, PNG or WebP, to be turned upright; null for what begins like none of them. What is broken
 * further on, or larger than the maximum, fails when its pixels are asked for.
 */
export function openPicture(
  content: Uint8Array,
  { pixelsMaximum, failOn }: { pixelsMaximum: number; failOn: "warning" | "error" },
): Sharp | null {
  if (!SIGNATURES.some((parts) => parts.every((part) => holdsAt(content, part)))) return null;
  return sharp(content, { limitInputPixels: pixelsMaximum, failOn }).rotate();
}

function holdsAt(
  content: Uint8Array,
  { offset, bytes }: { offset: number; bytes: Uint8Array },
): boolean {
  return bytes.every((byte, index) => content[offset + index] === byte);
}
