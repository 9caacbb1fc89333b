import { posix } from "node:path";
import type { Node } from "typescript/unstable/ast";
import { SyntaxKind } from "typescript/unstable/ast";
import {
  isCallExpression,
  isExportDeclaration,
  isImportDeclaration,
  isStringLiteral,
} from "typescript/unstable/ast/is";
import type { ImportRule } from "./import-rules.ts";
import { type Finding, lineOf, type Project, type ProjectFile, walk } from "./project.ts";

type Import = { from: string; to: string; line: number; isTypeOnly: boolean };

export type BrokenRule = Finding & { rule: string };

/** Every import, re-export and `import()` of the project; relative paths are resolved. */
export function importsOf(project: Project): Import[] {
  return project.files.flatMap((file) => {
    const found: Import[] = [];
    walk(file, (node) => {
      const specifier = specifierOf(node);
      if (specifier === null) return;
      const to = targetOf(file, specifier.text);
      const line = lineOf(file, node.getStart(file.source));
      found.push({ from: file.path, to, line, isTypeOnly: specifier.isTypeOnly });
    });
    return found;
  });
}

export function brokenRules(
  imports: readonly Import[],
  rules: readonly ImportRule[],
): BrokenRule[] {
  return rules.flatMap((rule) =>
    imports
      .filter((edge) => breaks(edge, rule))
      .map(({ from, to, line }) => ({
        rule: rule.name,
        file: from,
        line,
        message: `imports ${to}. ${rule.comment}`,
      })),
  );
}

/** The imports that lie on a circle of imports that run; types may point both ways. */
export function cycles(imports: readonly Import[]): BrokenRule[] {
  const running = imports.filter((edge) => !edge.isTypeOnly);
  const targets = new Map<string, string[]>();
  for (const { from, to } of running) targets.set(from, [...(targets.get(from) ?? []), to]);
  return running
    .filter(({ from, to }) => reaches(targets, to, from))
    .map(({ from, to, line }) => ({
      rule: "no-cycles",
      file: from,
      line,
      message: `imports ${to}, which leads back here: two files that need each other are one, or need a third.`,
    }));
}

function reaches(targets: ReadonlyMap<string, string[]>, start: string, goal: string): boolean {
  const seen = new Set([start]);
  for (const path of seen) {
    if (path === goal) return true;
    for (const next of targets.get(path) ?? []) seen.add(next);
  }
  return false;
}

function breaks(edge: Import, rule: ImportRule): boolean {
  const match = new RegExp(rule.from.path).exec(edge.from);
  if (match === null || (rule.allowsTypes && edge.isTypeOnly)) return false;
  if (rule.from.except !== undefined && new RegExp(rule.from.except).test(edge.from)) return false;
  const matches = (pattern: string) =>
    new RegExp(pattern.replace("$1", match[1] ?? "")).test(edge.to);
  return matches(rule.to.path) && !(rule.to.except ?? []).some(matches);
}

function specifierOf(node: Node): { text: string; isTypeOnly: boolean } | null {
  if (isImportDeclaration(node)) {
    const isTypeOnly = node.importClause?.phaseModifier === SyntaxKind.TypeKeyword;
    return isStringLiteral(node.moduleSpecifier)
      ? { text: node.moduleSpecifier.text, isTypeOnly }
      : null;
  }
  if (isExportDeclaration(node)) {
    const { moduleSpecifier, isTypeOnly } = node;
    return moduleSpecifier !== undefined && isStringLiteral(moduleSpecifier)
      ? { text: moduleSpecifier.text, isTypeOnly }
      : null;
  }
  if (!isCallExpression(node) || node.expression.kind !== SyntaxKind.ImportKeyword) return null;
  const [argument] = node.arguments;
  return argument !== undefined && isStringLiteral(argument)
    ? { text: argument.text, isTypeOnly: false }
    : null;
}

function targetOf(file: ProjectFile, specifier: string): string {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(file.path), specifier);
  if (specifier.startsWith("node:")) return specifier;
  const depth = specifier.startsWith("@") ? 2 : 1;
  return `package:${specifier.split("/").slice(0, depth).join("/")}`;
}
