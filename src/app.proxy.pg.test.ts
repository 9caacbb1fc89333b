import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorld, type World } from "./testing/world.ts";

// The server behind a real nginx that has an address of its own, as on another host. Clients have
// addresses of their own too: Linux owns all of 127.0.0.0/8.

const NGINX_ADDRESS = "127.0.0.2";
const ALIAS = "alias.example";

let world: World;
let nginx: ChildProcess;
let folder: string;
let direct: number;
let proxied: number;
beforeAll(async () => {
  world = await startWorld({ trustProxy: [NGINX_ADDRESS] });
  await world.app.http.listen({ host: "127.0.0.1", port: 0 });
  direct = (world.app.http.server.address() as AddressInfo).port;
  proxied = await freePort();
  folder = mkdtempSync(join(tmpdir(), "tongdui-nginx-"));
  writeFileSync(join(folder, "nginx.conf"), configuration(folder, { proxied, direct }));
  const program = process.env.NGINX || "/usr/sbin/nginx";
  const options = ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"];
  nginx = spawn(program, options, { stdio: ["ignore", "ignore", "inherit"] });
  await Promise.race([accepts(proxied), failure(nginx)]);
});
afterAll(async () => {
  nginx?.kill("SIGTERM");
  await world?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("clients behind one proxy have a limit each", async () => {
  const first = left(await signIn({ port: proxied, from: "127.0.0.11" }));
  const again = left(await signIn({ port: proxied, from: "127.0.0.11" }));
  const other = left(await signIn({ port: proxied, from: "127.0.0.12" }));
  expect([again, other]).toEqual([first - 1, first]);
});

test("an address that the client names itself is not believed through the proxy", async () => {
  const before = left(await signIn({ port: proxied, from: "127.0.0.13" }));
  const headers = { "x-forwarded-for": "198.51.100.1" };
  expect(left(await signIn({ port: proxied, from: "127.0.0.13", headers }))).toBe(before - 1);
});

test("nor from a peer that is no proxy", async () => {
  const before = left(await signIn({ port: direct, from: "127.0.0.14" }));
  for (const [spoofed, count] of [
    ["198.51.100.2", 1],
    ["198.51.100.3", 2],
  ] as const) {
    const headers = { "x-forwarded-for": spoofed };
    expect(left(await signIn({ port: direct, from: "127.0.0.14", headers }))).toBe(before - count);
  }
});

test("the scheme is the proxy's, and no other peer's", async () => {
  const from = "127.0.0.15";
  const plain = { host: ALIAS, origin: `http://${ALIAS}`, "x-forwarded-proto": "http" };
  expect((await signIn({ port: proxied, from, headers: plain })).status).toBe(403);
  const secure = { host: ALIAS, origin: `https://${ALIAS}` };
  expect((await signIn({ port: proxied, from, headers: secure })).status).toBe(401);
  const spoofed = { ...plain, "x-forwarded-proto": "https" };
  expect((await signIn({ port: direct, from, headers: spoofed })).status).toBe(401);
});

type Answered = { status: number; remaining: number };

function left({ remaining }: Answered): number {
  return remaining;
}

/** A sign-in that fails: what matters is how it is counted. */
function signIn({
  port,
  from,
  headers = {},
}: {
  port: number;
  from: string;
  headers?: Record<string, string>;
}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const call = request({
      method: "POST",
      host: "127.0.0.1",
      port,
      localAddress: from,
      path: "/api/v1/sessions",
      headers: { "content-type": "application/json", ...headers },
      agent: false,
    });
    call.on("error", reject);
    call.on("response", (answer) => {
      answer.resume();
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          remaining: Number(answer.headers["ratelimit-remaining"]),
        }),
      );
    });
    call.end(JSON.stringify({ login: `${from}@example.com`, password: "a wrong password" }));
  });
}

/** As README.md shows, without the certificate: the clients' scheme is taken to be https. */
function configuration(home: string, ports: { proxied: number; direct: number }): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `${kind}_temp_path ${home}/${kind};`)
    .join("\n  ");
  return `daemon off;
master_process off;
pid ${home}/pid;
events {}
http {
  access_log off;
  ${temporary}
  server {
    listen 127.0.0.1:${ports.proxied};
    location / {
      proxy_pass http://127.0.0.1:${ports.direct};
      proxy_bind ${NGINX_ADDRESS};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto https;
    }
  }
}
`;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function accepts(port: number): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
    if (isOpen) return;
    await sleep(50);
  }
}

function failure(program: ChildProcess): Promise<never> {
  return new Promise((_, reject) => {
    program.on("error", reject);
    program.on("exit", (code) => reject(new Error(`nginx ended with ${code}`)));
  });
}
