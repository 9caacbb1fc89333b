import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildOpenApi } from "../app.ts";
import type { Command } from "./command.ts";

const SNAPSHOT = join(import.meta.dirname, "../app.openapi.json");

export const openApiCommand: Command = {
  summary: "Write the OpenAPI document to src/app.openapi.json.",
  usage: "tongdui openapi",
  async run() {
    await writeFile(SNAPSHOT, `${JSON.stringify(await buildOpenApi(), null, 2)}\n`);
    return 0;
  },
};
