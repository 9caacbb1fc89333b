import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildOpenApi } from "../src/app.ts";

const ROOT = join(import.meta.dirname, "..");

type Document = { paths?: Record<string, Record<string, unknown>> };

const asText = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;

/** Null when `written` is what the endpoints declare, else what to do. */
function staleness(written: string, generated: unknown): string | null {
  if (written === asText(generated)) return null;
  return "The endpoints changed: run `npm run openapi` and review the diff of src/app.openapi.json.";
}

test("refuses a snapshot that lacks an endpoint", async () => {
  const generated = (await buildOpenApi()) as Document;
  const [path = ""] = Object.keys(generated.paths ?? {});
  const { [path]: _gone, ...rest } = generated.paths ?? {};
  expect(path).not.toBe("");
  expect(staleness(asText({ ...generated, paths: rest }), generated)).toMatch(/npm run openapi/);
});

test("src/app.openapi.json is what the endpoints declare", async () => {
  const written = readFileSync(join(ROOT, "src", "app.openapi.json"), "utf8");
  expect(staleness(written, await buildOpenApi())).toBe(null);
});
