import type { Node } from "typescript/unstable/ast";
import {
  isArrowFunction,
  isFunctionDeclaration,
  isFunctionExpression,
  isMethodDeclaration,
} from "typescript/unstable/ast/is";
import { findingAt, type Guard, isTest, lineOf, walk } from "./project.ts";

/** A function fits a screen, a file a sitting. */
const FUNCTION_LINES_MAXIMUM = 70;
const FILE_LINES_MAXIMUM = 400;

export const fileLength: Guard = {
  appliesTo: () => true,
  check(file) {
    const lines = file.source.text.trimEnd().split("\n").length;
    if (lines <= FILE_LINES_MAXIMUM) return [];
    const message = `${lines} lines: split the file by what it is about; at most ${FILE_LINES_MAXIMUM}.`;
    return [{ file: file.path, line: 1, message }];
  },
};

/** Tests are left out: a `describe` is a list, not a function that somebody has to follow. */
export const functionLength: Guard = {
  appliesTo: (path) => !isTest(path),
  check(file) {
    const findings: ReturnType<Guard["check"]> = [];
    walk(file, (node) => {
      if (!isFunction(node)) return;
      const first = lineOf(file, node.getStart(file.source));
      const lines = lineOf(file, node.getEnd()) - first + 1;
      if (lines <= FUNCTION_LINES_MAXIMUM) return;
      const message = `${lines} lines: name its parts and move them out; at most ${FUNCTION_LINES_MAXIMUM}.`;
      findings.push(findingAt(file, node, message));
    });
    return findings;
  },
};

function isFunction(node: Node): boolean {
  return (
    isFunctionDeclaration(node) ||
    isFunctionExpression(node) ||
    isArrowFunction(node) ||
    isMethodDeclaration(node)
  );
}
