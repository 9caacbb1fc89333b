import type { Node } from "typescript/unstable/ast";
import { SyntaxKind } from "typescript/unstable/ast";
import {
  isAsExpression,
  isBinaryExpression,
  isCallExpression,
  isPostfixUnaryExpression,
  isPrefixUnaryExpression,
} from "typescript/unstable/ast/is";
import type { Checker, Type } from "typescript/unstable/sync";
import { type Finding, findingAt, type Guard, isTest, type ProjectFile, walk } from "./project.ts";

/**
 * Points are counted in one place. TypeScript itself already refuses a bare bigint where `Points` is
 * expected (see guards/fixtures/types); this guard refuses the ways around it: arithmetic operators
 * on `Points` or bigint, casts to `Points`, and conversions of either to a floating-point number.
 * It asks the type checker, so names do not matter.
 */
export const rawArithmetic: Guard = {
  appliesTo: (path) =>
    path.startsWith("src/") && !/^src\/(kernel|platform)\//.test(path) && !isTest(path),
  check(file, checker) {
    const suspects = collect(file);
    const types = checker.getTypeAtLocation(suspects.map((suspect) => suspect.operand));
    return suspects.flatMap((suspect, index): Finding[] => {
      const text = textOf(types[index], checker);
      const isRefused = suspect.kind === "cast" || suspect.refuses.test(text);
      return isRefused ? [findingAt(file, suspect.node, ADVICE[suspect.kind])] : [];
    });
  },
};

type Kind = "arithmetic" | "conversion" | "cast";
type Suspect = { node: Node; operand: Node; kind: Kind; refuses: RegExp };

const ADVICE: Record<Kind, string> = {
  arithmetic:
    "Arithmetic on points belongs to the kernel: use add, subtract, times, sum, scaleFloor or scaleCeil of kernel/points.ts, or a named rounding of kernel/ratio.ts.",
  conversion:
    "Points leave bigint only at the JSON edge: use pointsToJson of kernel/points.ts, or compare with < and >.",
  cast: "Do not cast to Points: use points(value) or pointsFromJson(value) of kernel/points.ts.",
};

const POINTS = /(^|\W)Points(\W|$)/;
/** A sum of points is a bare bigint by its type, so arithmetic on any bigint counts. */
const POINTS_OR_BIGINT = /(^|\W)(Points|bigint|\d+n)(\W|$)/;
/** The one bigint that counts something else: how often a row was changed. */
const VERSION = /(^|\.)version$/;

const OPERATORS = new Set<SyntaxKind>([
  SyntaxKind.PlusToken,
  SyntaxKind.MinusToken,
  SyntaxKind.AsteriskToken,
  SyntaxKind.SlashToken,
  SyntaxKind.PercentToken,
  SyntaxKind.AsteriskAsteriskToken,
  SyntaxKind.PlusEqualsToken,
  SyntaxKind.MinusEqualsToken,
  SyntaxKind.AsteriskEqualsToken,
  SyntaxKind.SlashEqualsToken,
  SyntaxKind.PercentEqualsToken,
]);
const UNARY_OPERATORS = new Set<SyntaxKind>([
  SyntaxKind.MinusToken,
  SyntaxKind.PlusPlusToken,
  SyntaxKind.MinusMinusToken,
]);

function collect(file: ProjectFile): Suspect[] {
  const found: Suspect[] = [];
  const add = (kind: Kind, node: Node, operands: readonly Node[]) => {
    const refuses = kind === "conversion" ? POINTS : POINTS_OR_BIGINT;
    for (const operand of operands) found.push({ node, operand, kind, refuses });
  };
  walk(file, (node) => {
    if (isBinaryExpression(node) && OPERATORS.has(node.operatorToken.kind)) {
      const isVersion = VERSION.test(node.left.getText(file.source));
      if (!isVersion) add("arithmetic", node.operatorToken, [node.left, node.right]);
    } else if (isPrefixUnaryExpression(node) || isPostfixUnaryExpression(node)) {
      if (UNARY_OPERATORS.has(node.operator)) add("arithmetic", node, [node.operand]);
    } else if (isCallExpression(node) && isNumeric(node.expression.getText(file.source))) {
      add("conversion", node, [...node.arguments]);
    } else if (isAsExpression(node) && node.type.getText(file.source) === "Points") {
      add("cast", node, [node.expression]);
    }
  });
  return found;
}

function isNumeric(callee: string): boolean {
  return /^(Number|parseInt|parseFloat|Number\.parse(Int|Float)|Math\.\w+)$/.test(callee);
}

const texts = new WeakMap<Type, string>();

/** The type as text when it is Points or a bigint (or one of those or null); else nothing. */
function textOf(type: Type | undefined, checker: Checker): string {
  if (type === undefined) return "";
  const text = texts.get(type) ?? checker.typeToString(type);
  texts.set(type, text);
  return text.includes("{") || text.includes("=>") ? "" : text;
}
