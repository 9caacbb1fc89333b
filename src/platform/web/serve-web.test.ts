import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
// @ts-expect-error: scripts are plain JavaScript, because they run before anything is installed.
import { compressFiles } from "../../../scripts/compress.mjs";
import { serveWeb } from "./serve-web.ts";

const page = `<!doctype html><title>mall</title>${"<!-- words -->".repeat(200)}`;
const code = `export const words = ${JSON.stringify("a word ".repeat(1_000))};`;

let root: string;
let app: FastifyInstance;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "tongdui-web-"));
  for (const area of ["assets", "shop", "seller", "operator"]) mkdirSync(join(root, area));
  writeFileSync(join(root, "index.html"), page);
  for (const area of ["shop", "seller", "operator"]) {
    writeFileSync(join(root, area, "index.html"), `<!doctype html><title>${area}</title>`);
  }
  writeFileSync(join(root, "assets", "mall-abc.js"), code);
  writeFileSync(join(root, "sw.js"), "self.x = 1;");
  compressFiles(root);
  app = Fastify();
  await serveWeb(app, root);
});
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true });
});

const get = (url: string, encodings?: string) =>
  app.inject({ url, headers: encodings === undefined ? {} : { "accept-encoding": encodings } });

test.each([
  ["/", page],
  ["/wallet", page],
  ["/assets/mall-abc.js", code],
])("%s arrives as Brotli, as gzip or as it is, as the browser takes it", async (url, content) => {
  const brotli = await get(url, "gzip, deflate, br");
  expect(brotli.headers["content-encoding"]).toBe("br");
  expect(brotli.headers.vary).toMatch(/accept-encoding/i);
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(content);
  expect(brotli.rawPayload.length).toBeLessThan(content.length / 4);
  const gzip = await get(url, "gzip");
  expect(gzip.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(gzip.rawPayload).toString()).toBe(content);
  const plain = await get(url);
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(plain.body).toBe(content);
});

test("a file that is too small to compress arrives as it is", async () => {
  const answer = await get("/shop", "br");
  expect(answer.body).toContain("<title>shop</title>");
  expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
});

test("hashed code is kept for ever, pages and the service worker are asked for afresh", async () => {
  expect((await get("/assets/mall-abc.js", "br")).headers["cache-control"]).toContain("immutable");
  expect((await get("/", "br")).headers["cache-control"]).toBe("no-cache");
  expect((await get("/sw.js", "br")).headers["cache-control"]).toBe("no-cache");
});

test.each([["/assets/gone.js"], ["/api/v1/nothing"], ["/index.html.br"], ["/shop.txt"]])(
  "%s is not there, and no page stands in for it",
  async (url) => {
    expect((await get(url, "br")).statusCode).toBe(404);
  },
);

test.each([
  ["/shop/till", "shop"],
  ["/shops", "mall"],
  ["/operator/approvals", "operator"],
])("%s is shown by the page of the %s", async (url, area) => {
  expect((await get(url)).body).toContain(`<title>${area}</title>`);
});
