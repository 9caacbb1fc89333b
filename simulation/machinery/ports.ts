import { createServer } from "node:net";

/** A range of its own, so that the addresses of other programs are left alone. */
const FIRST_PORT = 41_000;
const PLACES = 240;

/** The first of `count` neighbouring ports that nobody listens on; several simulations may run at once. */
export async function findPorts(count: number): Promise<number> {
  for (let tried = 0; tried < PLACES; tried += 1) {
    const first = FIRST_PORT + ((process.pid + tried) % PLACES) * count;
    const ports = Array.from({ length: count }, (_, index) => first + index);
    if ((await Promise.all(ports.map(isFree))).every((free) => free)) return first;
  }
  throw new Error(`no ports are free from ${FIRST_PORT}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
