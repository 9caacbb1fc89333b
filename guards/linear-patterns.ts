import { createRequire } from "node:module";
import { isRegularExpressionLiteral } from "typescript/unstable/ast/is";
import { type Finding, findingAt, type Guard, isTest, walk } from "./project.ts";

// Its own programs for each platform are not needed: the part in JavaScript is fast enough.
process.env.RECHECK_BACKEND = "pure";
const { checkSync } = createRequire(import.meta.url)("recheck") as typeof import("recheck");

/** Ten times what the slowest pattern of the tree takes on an idle processor. */
const TIMEOUT_MILLISECONDS = 30_000;

/**
 * A pattern that takes quadratic time stops the server for minutes when somebody sends a megabyte made
 * for it. Every pattern in what runs is proved linear, or has had no counter-example found.
 */
export const linearPatterns: Guard = {
  appliesTo: (path) => /^(?:src|web)\//.test(path) && !isTest(path) && !/\/testing\//.test(path),
  check(file) {
    const found: Finding[] = [];
    walk(file, (node) => {
      if (!isRegularExpressionLiteral(node)) return;
      const why = whyNotLinear(node.text);
      if (why !== null) found.push(findingAt(file, node, `${node.text} ${why}`));
    });
    return found;
  },
};

const known = new Map<string, string | null>();

function whyNotLinear(literal: string): string | null {
  const before = known.get(literal);
  if (before !== undefined) return before;
  const end = literal.lastIndexOf("/");
  const answer = checkSync(literal.slice(1, end), literal.slice(end + 1), {
    timeout: TIMEOUT_MILLISECONDS,
  });
  const time = answer.status === "vulnerable" ? answer.complexity.summary : "unknown";
  const advice = `takes ${time} time: anchor it, bound its repeats, or use a loop.`;
  const why = answer.status === "safe" ? null : advice;
  known.set(literal, why);
  return why;
}
