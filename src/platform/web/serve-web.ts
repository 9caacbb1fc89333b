import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { sendRefusal } from "../http/send-refusal.ts";
import { PROJECT_ROOT } from "../project-root.ts";

/** Where the build puts the pages, from the project's root. */
export const WEB_ROOT = join(PROJECT_ROOT, "dist/web");
/** Each console is a page of its own, with its own bundle; everything else is the mall. */
const CONSOLES = ["shop", "seller", "operator"] as const;

/**
 * Pages run only what we ship, talk only to us, and are framed by nobody. Styles may be inline,
 * because positioned popovers set them; pictures may come from any https address a seller gave.
 */
const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https: data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "permissions-policy":
    "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self)",
  "cross-origin-opener-policy": "same-origin",
};

/**
 * Serves the built web application, hashed assets for ever and pages afresh, each compressed as the
 * browser takes it; answers what is not there.
 */
export async function serveWeb(app: FastifyInstance, root: string): Promise<void> {
  const isBuilt = existsSync(join(root, "index.html"));
  if (isBuilt) {
    await serveAssets(app, root);
    for (const name of ["", ...CONSOLES]) {
      app.get(`/${name}`, { schema: { hide: true } }, (_, reply) => sendPage(reply, name));
    }
  }
  app.setNotFoundHandler((request, reply) => {
    const [path = ""] = request.url.split("?");
    if (!isBuilt || !isPagePath(request.method, path)) {
      return sendRefusal(request, reply, { code: "not_found" });
    }
    const area = CONSOLES.find((name) => name === path.split("/")[1]);
    return sendPage(reply, area ?? "");
  });
}

/**
 * A path within an area is that area's page, which shows what the path names. Files, the API and other
 * spellings of its address are not pages: a program that misspells it gets a problem document.
 */
function isPagePath(method: string, path: string): boolean {
  const [, area = "", ...rest] = path.toLowerCase().replaceAll("%2f", "/").split("/");
  const isPlain = [area, ...rest.slice(0, -1)].every((part) => !NO_PART.includes(part));
  const isHome = path === "/";
  const isFile = /\.\w+$/.test(path);
  return method === "GET" && (isHome || isPlain) && !NO_AREA.includes(area) && !isFile;
}

const NO_AREA = ["api", "pictures"];
const NO_PART = ["", ".", ".."];

async function serveAssets(app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    index: false,
    wildcard: false,
    // The build puts a Brotli and a gzip form beside each text; the server compresses nothing itself.
    preCompressed: true,
    globIgnore: ["**/*.{br,gz}"],
    maxAge: "1h",
    setHeaders: (reply, path) => {
      reply.header("x-content-type-options", "nosniff");
      if (path.includes("/assets/")) {
        reply.header("cache-control", "public, max-age=31536000, immutable");
      }
      // The browser asks for it at every visit, to learn of a new version.
      if (/\/sw\.js(?:\.\w+)?$/.test(path)) reply.header("cache-control", "no-cache");
    },
  });
}

function sendPage(reply: FastifyReply, area: string): FastifyReply {
  return reply
    .headers({ ...PAGE_HEADERS, "cache-control": "no-cache" })
    .sendFile(join(area, "index.html"), { cacheControl: false });
}
