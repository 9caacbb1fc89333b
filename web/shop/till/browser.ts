// What the till needs of the browser, with what it does where the browser has none of it.

/** A key for one request. `crypto.randomUUID` exists only behind TLS; a till in a shop's own network may not be. */
export function newKey(): string {
  return Array.from(randomBytes(16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** `navigator.locks`, where the page has them: only behind TLS. */
function locks(): LockManager | undefined {
  return (navigator as { locks?: LockManager }).locks;
}

/** Runs alone among all tabs; not at all when another tab runs it. */
export async function exclusively(name: string, run: () => Promise<void>): Promise<void> {
  const manager = locks();
  // The server's idempotency makes a second sender harmless: the lock only saves the call.
  if (manager === undefined) return run();
  await manager.request(name, { ifAvailable: true }, (lock) => (lock === null ? null : run()));
}

export function hasLocks(): boolean {
  return locks() !== undefined;
}

/** Whether this page is a tab's page again, and not a new or a duplicated tab. */
export function isReloaded(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  const type = entry !== undefined && "type" in entry ? entry.type : null;
  return type === "reload" || type === "back_forward";
}

/** Holds the name for as long as the page lives. False when another tab holds it. */
export function holdForever(name: string, waitMilliseconds: number): Promise<boolean> {
  const manager = locks();
  if (manager === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const held = () => {
      resolve(true);
      return new Promise<never>(() => undefined);
    };
    const signal = AbortSignal.timeout(waitMilliseconds);
    manager.request(name, { signal }, held).catch(() => resolve(false));
  });
}

/** A word to the other tabs of this browser. */
export function channel(name: string): {
  say: (word: string) => void;
  hear: (run: (word: string) => void) => void;
} {
  const radio = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
  return {
    say: (word) => radio?.postMessage(word),
    hear: (run) => radio?.addEventListener("message", ({ data }) => run(String(data))),
  };
}
