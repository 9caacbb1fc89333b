import { relative } from "node:path";
import type { Node, SourceFile } from "typescript/unstable/ast";
import { API, type Checker } from "typescript/unstable/sync";

export type Finding = { file: string; line: number; message: string };

export type ProjectFile = {
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  readonly source: SourceFile;
};

export type Project = {
  readonly files: readonly ProjectFile[];
  readonly checker: Checker;
  close(): void;
};

/** A rule over one file of the tree. `appliesTo` gets the path from the root of the tree. */
export type Guard = {
  appliesTo(path: string): boolean;
  check(file: ProjectFile, checker: Checker): Finding[];
};

/**
 * Parses and resolves the files of a tsconfig with TypeScript's own API, which version 7 ships as
 * unstable: the exact version is pinned, and this file is the only one that opens it.
 */
export function openProject(options: { root: string; tsconfig: string }): Project {
  const api = new API({ cwd: options.root });
  const [project] = api.updateSnapshot({ openProjects: [options.tsconfig] }).getProjects();
  if (project === undefined)
    throw new Error(`TypeScript opened no project for ${options.tsconfig}`);
  const files = project.rootFiles.flatMap((name) => {
    const source = project.program.getSourceFile(name);
    return source === undefined ? [] : [{ path: relative(options.root, name), source }];
  });
  return { files, checker: project.checker, close: () => api.close() };
}

export function findAll(project: Project, guard: Guard): Finding[] {
  return project.files
    .filter((file) => guard.appliesTo(file.path))
    .flatMap((file) => guard.check(file, project.checker));
}

/** Visits every node below the file's root, parents first. */
export function walk(file: ProjectFile, visit: (node: Node) => void): void {
  const enter = (node: Node): void => {
    visit(node);
    node.forEachChild(enter);
  };
  file.source.forEachChild(enter);
}

export function findingAt(file: ProjectFile, node: Node, message: string): Finding {
  return { file: file.path, line: lineOf(file, node.getStart(file.source)), message };
}

export function lineOf(file: ProjectFile, position: number): number {
  return file.source.text.slice(0, position).split("\n").length;
}

export const isTest = (path: string): boolean =>
  /\.(test|e2e|fixture)\.tsx?$|(^|\/)testing\//.test(path);
