import { join } from "node:path";
import { expect, test } from "vitest";
import { importRules } from "./import-rules.ts";
import { brokenRules, cycles, importsOf } from "./imports.ts";
import { openProject, type Project } from "./project.ts";

const ROOT = join(import.meta.dirname, "..");

function readProject(root: string): {
  marked: string[];
  broken: { place: string; message: string }[];
  imports: number;
} {
  const project = openProject({ root, tsconfig: join(root, "tsconfig.json") });
  try {
    const imports = importsOf(project);
    const found = [...brokenRules(imports, importRules), ...cycles(imports)];
    const broken = found.map(({ rule, file, line, message }) => ({
      place: `${file}:${line} ${rule}`,
      message,
    }));
    return { marked: marks(project), broken, imports: imports.length };
  } finally {
    project.close();
  }
}

function marks(project: Project): string[] {
  return project.files.flatMap(({ path, source }) =>
    source.text
      .split("\n")
      .flatMap((line, index) =>
        [...line.matchAll(/refused: ([\w-]+)/g)].map(([, rule]) => `${path}:${index + 1} ${rule}`),
      ),
  );
}

test("the fixtures break every rule, exactly where their comments say so", () => {
  const { marked, broken } = readProject(join(import.meta.dirname, "fixtures", "imports"));
  expect(broken.map(({ place }) => place).sort()).toEqual(marked.sort());
  const brokenNames = new Set(marked.map((mark) => mark.split(" ")[1]));
  const names = [...importRules.map(({ name }) => name), "no-cycles"];
  expect([...brokenNames].sort()).toEqual(names.sort());
});

test("the tree keeps every rule", () => {
  const { broken, imports } = readProject(ROOT);
  expect(imports).toBeGreaterThan(500);
  expect(broken.map(({ place, message }) => `${place} ${message}`)).toEqual([]);
});
