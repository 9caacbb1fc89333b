import type { Node } from "typescript/unstable/ast";
import {
  isBinaryExpression,
  isConditionalExpression,
  isJsxAttribute,
  isJsxExpression,
  isJsxText,
  isNoSubstitutionTemplateLiteral,
  isParenthesizedExpression,
  isStringLiteral,
} from "typescript/unstable/ast/is";
import { findingAt, type Guard, isTest, walk } from "./project.ts";

/** Attributes and properties whose text a person sees or hears, by element or by our components. */
const READ_ATTRIBUTES = new Set([
  "alt",
  "aria-description",
  "aria-label",
  "aria-placeholder",
  "aria-roledescription",
  "aria-valuetext",
  "caption",
  "description",
  "empty",
  "heading",
  "hint",
  "label",
  "placeholder",
  "subtitle",
  "summary",
  "text",
  "title",
  "tooltip",
]);

/** Names that are the same in every language. */
const SAME_EVERYWHERE = new Set([
  "PNG",
  "JPEG",
  "WebP",
  "QR",
  "CSV",
  "API",
  "ID",
  "English",
  "中文",
]);

/** Pages say nothing that the catalogues do not say in both languages. */
export const untranslatedText: Guard = {
  appliesTo: (path) => /^web\/.*\.tsx$/.test(path) && !isTest(path),
  check(file) {
    const findings: ReturnType<Guard["check"]> = [];
    walk(file, (node) => {
      const text = shownText(node);
      if (text === null || !needsTranslation(text)) return;
      findings.push(
        findingAt(
          file,
          node,
          `"${text.trim()}" is untranslated: add a key to both catalogues in web/i18n and show t(key).`,
        ),
      );
    });
    return findings;
  },
};

function shownText(node: Node): string | null {
  if (isJsxText(node)) return node.text;
  if (!isStringLiteral(node) && !isNoSubstitutionTemplateLiteral(node)) return null;
  return isShown(node) ? node.text : null;
}

/** Whether the literal's value ends up on the page: as a child, or in an attribute that is read. */
function isShown(node: Node): boolean {
  const { parent } = node;
  if (isJsxAttribute(parent)) return READ_ATTRIBUTES.has(parent.name.getText());
  if (isParenthesizedExpression(parent)) return isShown(parent);
  if (isConditionalExpression(parent)) return parent.condition !== node && isShown(parent);
  if (isBinaryExpression(parent)) {
    return ["&&", "||", "??", "+"].includes(parent.operatorToken.getText()) && isShown(parent);
  }
  if (!isJsxExpression(parent)) return false;
  return isJsxAttribute(parent.parent) ? READ_ATTRIBUTES.has(parent.parent.name.getText()) : true;
}

function needsTranslation(text: string): boolean {
  const words = text.replace(/&\w+;/g, " ").match(/\p{Letter}+/gu) ?? [];
  return words.some((word) => !SAME_EVERYWHERE.has(word));
}
