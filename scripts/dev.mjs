// `npm run dev`: the demo town with everything reloaded. Pages come from Vite, which changes them in place;
// the server is built anew and started again at every change of its sources.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { prepareFaceModels } from "./face-models/prepare.mjs";
import { forgetServerBuild, install, root, serverBundle } from "./prepare.mjs";

const PAGES_PORT = Number(process.env.DEV_PORT ?? 5173);
const SERVER_PORT = Number(process.env.PORT ?? 3000);
const pages = `http://localhost:${PAGES_PORT}`;

install();
const missing = prepareFaceModels();
if (missing !== null) console.error(`Face verification is unavailable: ${missing}`);
forgetServerBuild();

let server = null;
let restarting = Promise.resolve();
let isEnding = false;

/** After the one before has given its database back. */
function restart() {
  restarting = restarting.then(async () => {
    await stop();
    if (isEnding) return;
    server = spawn(
      process.execPath,
      ["--enable-source-maps", join(root, "dist", "server", "main.js"), "serve"],
      {
        cwd: root,
        // The pages' address: requests with a cookie are taken from there only.
        env: { ...process.env, PORT: String(SERVER_PORT), TONGDUI_ORIGIN: pages },
        stdio: ["ignore", "inherit", "inherit"],
      },
    );
  });
  return restarting;
}

async function stop() {
  if (server === null || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  await ended;
}

const { context } = await import("esbuild");
const builds = await context({
  ...serverBundle,
  plugins: [
    {
      name: "restart",
      setup(build) {
        build.onEnd(({ errors }) => {
          if (errors.length === 0) void restart();
        });
      },
    },
  ],
});
await builds.watch();

const { createServer } = await import("vite");
const target = `http://127.0.0.1:${SERVER_PORT}`;
const vite = await createServer({
  configFile: join(root, "vite.config.ts"),
  server: {
    port: PAGES_PORT,
    strictPort: true,
    proxy: { "/api": target, "/pictures": target },
  },
});
await vite.listen();
console.log(`Pages, reloaded as they change: ${pages}`);

async function end() {
  isEnding = true;
  await Promise.allSettled([vite.close(), builds.dispose(), restarting.then(stop)]);
  process.exit();
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void end());
