import type { Node } from "typescript/unstable/ast";
import {
  isIdentifier,
  isImportDeclaration,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isPropertySignatureDeclaration,
  isStringLiteral,
  isTypeReferenceNode,
} from "typescript/unstable/ast/is";
import { findingAt, type Guard, isTest, walk } from "./project.ts";

/** What a decision may not know by itself: the time, chance, the machine, the world. */
const IMPURE = new Set([
  "Date",
  "crypto",
  "process",
  "performance",
  "globalThis",
  "fetch",
  "setTimeout",
  "setInterval",
  "console",
]);

/** Decisions, rules and the kernel compute from their arguments alone. */
export const pureCode: Guard = {
  appliesTo: (path) =>
    !isTest(path) &&
    (/(^|\/)decide-[^/]+\.ts$/.test(path) ||
      /^src\/.*\/rules\//.test(path) ||
      (path.startsWith("src/kernel/") && !/\/(clock|ids|local-day)\.ts$/.test(path))),
  check(file) {
    const findings: ReturnType<Guard["check"]> = [];
    walk(file, (node) => {
      const what = impurity(node);
      if (what === null) return;
      findings.push(
        findingAt(
          file,
          node,
          `${what} is not pure: take the value (an Instant, an id) as an argument.`,
        ),
      );
    });
    return findings;
  },
};

function impurity(node: Node): string | null {
  if (isImportDeclaration(node) && isStringLiteral(node.moduleSpecifier)) {
    const from = node.moduleSpecifier.text;
    return from.startsWith("node:") ? `import of ${from}` : null;
  }
  if (!isIdentifier(node)) return null;
  const { parent } = node;
  if (isPropertyAccessExpression(parent) && parent.name === node) {
    const isRandom = node.text === "random" && parent.expression.getText() === "Math";
    return isRandom ? "Math.random" : null;
  }
  const isOnlyAName =
    (isPropertyAssignment(parent) && parent.name === node) ||
    isPropertySignatureDeclaration(parent) ||
    isTypeReferenceNode(parent);
  return IMPURE.has(node.text) && !isOnlyAName ? node.text : null;
}
