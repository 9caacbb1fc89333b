import type { Point } from "./geometry.ts";

/** Three indices of points, in the order in which they turn to the left on the screen. */
export type Triangle = readonly [number, number, number];

type Circle = { readonly triangle: Triangle; readonly middle: Point; readonly square: number };

/** Delaunay's triangles over the points (Bowyer 1981, Watson 1981). */
export function triangulate(points: readonly Point[]): readonly Triangle[] {
  const all = [...points, { x: -1e5, y: -1e5 }, { x: 1e5, y: -1e5 }, { x: 0, y: 2e5 }];
  const outer: Triangle = [points.length, points.length + 1, points.length + 2];
  let circles: Circle[] = [circleOf(all, outer)];
  points.forEach((point, index) => {
    const hit = circles.filter((circle) => holds(circle, point));
    circles = [
      ...circles.filter((circle) => !hit.includes(circle)),
      ...edgesAround(hit).map(([from, to]) => circleOf(all, [from, to, index])),
    ];
  });
  return circles
    .map(({ triangle }) => triangle)
    .filter((triangle) => triangle.every((index) => index < points.length));
}

/** Edges that belong to one triangle only. */
function edgesAround(circles: readonly Circle[]): [number, number][] {
  const edges = new Map<string, [number, number]>();
  for (const { triangle } of circles) {
    for (let side = 0; side < 3; side++) {
      const from = triangle[side] ?? 0;
      const to = triangle[(side + 1) % 3] ?? 0;
      if (!edges.delete(`${to}-${from}`)) edges.set(`${from}-${to}`, [from, to]);
    }
  }
  return [...edges.values()];
}

function circleOf(points: readonly Point[], triangle: Triangle): Circle {
  const [a, b, c] = triangle.map((index) => points[index] ?? { x: 0, y: 0 }) as [
    Point,
    Point,
    Point,
  ];
  const double = 2 * turn(a, b, c);
  const squareOf = ({ x, y }: Point) => x * x + y * y;
  const middle = {
    x: (squareOf(a) * (b.y - c.y) + squareOf(b) * (c.y - a.y) + squareOf(c) * (a.y - b.y)) / double,
    y: (squareOf(a) * (c.x - b.x) + squareOf(b) * (a.x - c.x) + squareOf(c) * (b.x - a.x)) / double,
  };
  return { triangle, middle, square: (a.x - middle.x) ** 2 + (a.y - middle.y) ** 2 };
}

function holds({ middle, square }: Circle, { x, y }: Point): boolean {
  return (x - middle.x) ** 2 + (y - middle.y) ** 2 < square;
}

/** Twice the area, negative when a → b → c turns the other way. */
export function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}
