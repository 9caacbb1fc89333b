/** In pixels, to the right and down; the middle of the first pixel is (0, 0). */
export type Point = { readonly x: number; readonly y: number };

/** Where a point of one picture lies in another: x' = a·x + b·y + c, y' = d·x + e·y + f. */
export type Affine = {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
};

export function applyAffine({ a, b, c, d, e, f }: Affine, { x, y }: Point): Point {
  return { x: a * x + b * y + c, y: d * x + e * y + f };
}

/** A rectangle of a picture, turned by an angle (radians, clockwise as seen) about its middle. */
export type Crop = {
  readonly middle: Point;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
};

/** From the pixels of a sample of `size` to the pixels of the picture that the crop covers. */
export function cropTransform(
  { middle, width, height, angle }: Crop,
  size: { readonly width: number; readonly height: number },
): Affine {
  const across = width / size.width;
  const down = height / size.height;
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  const toMiddle = { x: (size.width - 1) / 2, y: (size.height - 1) / 2 };
  const a = across * cosine;
  const b = -down * sine;
  const d = across * sine;
  const e = down * cosine;
  return {
    a,
    b,
    c: middle.x - a * toMiddle.x - b * toMiddle.y,
    d,
    e,
    f: middle.y - d * toMiddle.x - e * toMiddle.y,
  };
}

/**
 * The rotation, scale and shift that bring `from` closest to `to` by least squares, never mirrored
 * (Umeyama 1991, in the plane): with points taken from their means as complex numbers p and q, the
 * factor is Σ q·conj(p) ÷ Σ |p|².
 */
export function similarityTransform(from: readonly Point[], to: readonly Point[]): Affine {
  const middleFrom = meanPoint(from);
  const middleTo = meanPoint(to);
  let along = 0;
  let across = 0;
  let spread = 0;
  from.forEach((point, index) => {
    const x = point.x - middleFrom.x;
    const y = point.y - middleFrom.y;
    const target = to[index] ?? middleTo;
    const u = target.x - middleTo.x;
    const v = target.y - middleTo.y;
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  });
  const a = along / spread;
  const d = across / spread;
  return {
    a,
    b: -d,
    c: middleTo.x - (a * middleFrom.x - d * middleFrom.y),
    d,
    e: a,
    f: middleTo.y - (d * middleFrom.x + a * middleFrom.y),
  };
}

export function inverseAffine({ a, b, c, d, e, f }: Affine): Affine {
  const determinant = a * e - b * d;
  return {
    a: e / determinant,
    b: -b / determinant,
    c: (b * f - e * c) / determinant,
    d: -d / determinant,
    e: a / determinant,
    f: (d * c - a * f) / determinant,
  };
}

export function meanPoint(points: readonly Point[]): Point {
  return {
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  };
}

export function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
