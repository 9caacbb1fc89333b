import {
  isNoSubstitutionTemplateLiteral,
  isStringLiteral,
  isTemplateHead,
} from "typescript/unstable/ast/is";
import { findingAt, type Guard, isTest, walk } from "./project.ts";

const STATEMENT = new RegExp(
  `^\\s*(${[
    "select\\s[\\s\\S]*\\bfrom\\s",
    "select\\s+[\\w.]+\\s*\\(",
    "insert\\s+into\\s",
    "update\\s[\\s\\S]*\\sset\\s",
    "delete\\s+from\\s",
    "with\\s+(recursive\\s+)?\\w+\\s*(\\([^)]*\\)\\s*)?as\\s+((not\\s+)?materialized\\s+)?\\(",
    "merge\\s+into\\s",
    "(create|alter|drop)\\s+(or\\s+replace\\s+)?(unique\\s+)?(table|index|view|function|type|schema|database|role|sequence)\\s",
    "truncate\\s",
    "lock\\s+table\\s",
    "copy\\s+\\w+\\s",
  ].join("|")})`,
  "i",
);

/** Reviewers read all SQL of a module in its stores. */
export const sqlInStores: Guard = {
  appliesTo: (path) =>
    path.startsWith("src/") &&
    !path.startsWith("src/platform/") &&
    !path.endsWith(".store.ts") &&
    !isTest(path),
  check(file) {
    const findings: ReturnType<Guard["check"]> = [];
    walk(file, (node) => {
      const isText =
        isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node) || isTemplateHead(node);
      if (!isText) return;
      // A template that is cut off at its first value may not have reached its FROM yet.
      const text = isTemplateHead(node) ? node.parent.getText() : node.text;
      if (!STATEMENT.test(text.replace(/^`/, ""))) return;
      findings.push(findingAt(file, node, "SQL belongs in a <noun>.store.ts of this module."));
    });
    return findings;
  },
};
