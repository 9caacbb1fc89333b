import { describe, expect, test } from "vitest";
import { lightOf } from "./measure-light.ts";
import { perceptualHash } from "./perceptual-hash.ts";
import { type Raster, sampleRaster } from "./raster.ts";

/** Grey pixels, row by row. */
function grey(width: number, values: readonly number[]): Raster {
  const pixels = Uint8Array.from(values.flatMap((value) => [value, value, value]));
  return { pixels, width, height: values.length / width };
}

const PLAIN = { subtract: 0, multiply: 1 };
const SAME = { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 };

describe("sampling", () => {
  const picture = grey(2, [0, 100, 200, 60]);

  test.each([
    { what: "as it is", transform: SAME, expected: [0, 100, 200, 60] },
    { what: "between two columns", transform: { ...SAME, c: 0.5 }, expected: [50, 50, 130, 30] },
    {
      what: "in the middle of four",
      transform: { ...SAME, c: 0.5, f: 0.5 },
      expected: [90, 40, 65, 15],
    },
    { what: "outside it is black", transform: { ...SAME, c: 5 }, expected: [0, 0, 0, 0] },
    {
      what: "transposed",
      transform: { a: 0, b: 1, c: 0, d: 1, e: 0, f: 0 },
      expected: [0, 200, 100, 60],
    },
  ])("$what", ({ transform, expected }) => {
    const { values } = sampleRaster(picture, transform, { width: 2, height: 2, scale: PLAIN });
    expect([...values]).toEqual([...expected, ...expected, ...expected]);
  });

  test("values are scaled, one colour after another", () => {
    const pixel = { pixels: Uint8Array.from([10, 20, 30]), width: 1, height: 1 };
    const scale = { subtract: 10, multiply: 0.5 };
    expect([...sampleRaster(pixel, SAME, { width: 1, height: 1, scale }).values]).toEqual([
      0, 5, 10,
    ]);
  });
});

describe("light", () => {
  const measured = (raster: Raster) =>
    lightOf(
      sampleRaster(raster, SAME, { width: raster.width, height: raster.height, scale: PLAIN }),
    );
  const wave = (period: number) =>
    grey(
      32,
      Array.from(
        { length: 32 * 32 },
        (_, index) => 128 + 60 * Math.sin(((index % 32) * 2 * Math.PI) / period),
      ),
    );

  test("one grey is as bright as it is, and has no structure", () => {
    expect(measured(grey(4, Array(16).fill(77)))).toEqual({
      brightness: expect.closeTo(77, 3),
      sharpness: 0,
    });
  });

  test("the finer the structure, the sharper, however strong it is", () => {
    expect(measured(wave(4)).sharpness).toBeGreaterThan(10 * measured(wave(16)).sharpness);
    const faint = { ...wave(4), pixels: wave(4).pixels.map((value) => 128 + (value - 128) / 3) };
    expect(measured(faint).sharpness).toBeCloseTo(measured(wave(4)).sharpness, 1);
  });
});

describe("perceptual hash", () => {
  const ramp = (slope: number) =>
    grey(
      90,
      Array.from({ length: 90 * 80 }, (_, index) => 128 + slope * ((index % 90) - 45)),
    );

  test("where brightness falls to the right, bits are set", () => {
    expect(perceptualHash(ramp(-1))).toBe(2n ** 64n - 1n);
    expect(perceptualHash(ramp(1))).toBe(0n);
  });

  test("a brighter copy has the same hash", () => {
    const brighter = { ...ramp(-1), pixels: ramp(-1).pixels.map((value) => value + 20) };
    expect(perceptualHash(brighter)).toBe(perceptualHash(ramp(-1)));
  });
});
