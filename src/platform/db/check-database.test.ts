import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, test } from "vitest";
import { checkDatabase } from "./check-database.ts";

test.each([
  ["mysql://root@localhost/x", "must look like postgres://"],
  ["not an address", "must look like postgres://"],
  ["postgres://me:s3cret@127.0.0.1:1/x", "no server listens there"],
])("%s: %s", async (url, words) => {
  const said = await checkDatabase(url);
  expect(said).toContain(words);
  expect(said).not.toContain("s3cret");
});

test("a server that accepts and says nothing is named in plain words", async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  expect(await checkDatabase(`postgres://me@127.0.0.1:${port}/x`)).toContain(
    "did not answer within",
  );
  for (const socket of sockets) socket.destroy();
  silent.close();
});
