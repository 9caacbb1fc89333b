import type { Node } from "typescript/unstable/ast";
import { isCallExpression, isPropertyAccessExpression } from "typescript/unstable/ast/is";
import { type Finding, findingAt, type Guard, isTest, walk } from "./project.ts";

/**
 * Text from outside is brought to its canonical form in one place, and cut by what people see as one
 * character. This guard refuses the shortcuts in the modules that meet such text and in pages.
 */
export const rawText: Guard = {
  appliesTo: (path) =>
    MEETS_TEXT.test(path) && !isTest(path) && !MACHINE_TEXT.some(({ files }) => files.test(path)),
  check(file, checker) {
    const suspects: Suspect[] = [];
    walk(file, (node) => {
      if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return;
      const { name, expression: receiver } = node.expression;
      const [first] = node.arguments;
      const isCut = CUTS.has(name.text) && first?.getText(file.source) === "0";
      if (FORMS.has(name.text) || isCut) suspects.push({ node, receiver, isCut });
    });
    const types = checker.getTypeAtLocation(suspects.map(({ receiver }) => receiver));
    return suspects.flatMap(({ node, isCut }, index): Finding[] => {
      const type = types[index];
      // Arrays are cut with the same method.
      const isText = type !== undefined && TEXT.test(checker.typeToString(type));
      return isText ? [findingAt(file, node, isCut ? CUT_ADVICE : FORM_ADVICE)] : [];
    });
  },
};

type Suspect = { node: Node; receiver: Node; isCut: boolean };

const MEETS_TEXT = /^(?:src\/(?:identity|merchants|earning|exchange|mall|incentives|demo)|web)\//;
/** A string, a union of literals, or either where it is there at all. */
const TEXT = /^(?:string|"[^"]*"|undefined|null)(?: \| (?:string|"[^"]*"|undefined|null))*$/;
const FORMS = new Set([
  "trim",
  "trimStart",
  "trimEnd",
  "normalize",
  "toLowerCase",
  "toLocaleLowerCase",
]);
const CUTS = new Set(["slice", "substring", "substr", "charAt"]);

/** Files whose text is no person's, each with its reason. */
const MACHINE_TEXT: readonly { files: RegExp; because: string }[] = [
  { files: /^src\/identity\/face\//, because: "names of models" },
  {
    files: /^src\/identity\/(?:password-hash|decide-password)\.ts$/,
    because: "a password is taken as typed, in NFKC, and has no other form",
  },
  { files: /^src\/merchants\/decide-colour\.ts$/, because: "#rrggbb" },
  { files: /^src\/earning\/member-code\.ts$/, because: "the code's first digits are its bucket" },
  { files: /^src\/earning\/import\/local-time\.ts$/, because: "a time that a pattern has read" },
  { files: /^src\/mall\/search\//, because: "search folds words with kernel/text/fold.ts" },
  { files: /^web\/shop\/till\//, because: "the till searches its own products, and folds them" },
  { files: /^web\/i18n\//, because: "language tags" },
];

const FORM_ADVICE =
  "Text from outside has one canonical form: name its kind in the contract (platform/http/schema.ts), or call the function of kernel/text.";
const CUT_ADVICE =
  "This can cut a character in half: use cutGraphemes of kernel/text/graphemes.ts.";
