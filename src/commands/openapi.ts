import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildOpenApi } from "../app.ts";
import { PROJECT_ROOT } from "../platform/project-root.ts";
import type { Command } from "./command.ts";

const SNAPSHOT = join(PROJECT_ROOT, "src/app.openapi.json");

export const openApiCommand: Command = {
  summary: "Write the OpenAPI document to src/app.openapi.json.",
  usage: "tongdui openapi",
  async run() {
    await writeFile(SNAPSHOT, `${JSON.stringify(await buildOpenApi(), null, 2)}\n`);
    return 0;
  },
};
