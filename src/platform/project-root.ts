import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder with package.json: from the sources and from what is built of them it is another way up. */
export const PROJECT_ROOT = rootAbove(import.meta.dirname);

function rootAbove(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error("There is no package.json above the program.");
  return rootAbove(above);
}
