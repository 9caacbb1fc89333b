/// <reference types="vite/client" />

const listeners = new Set<() => void>();
let waiting: ServiceWorker | null = null;

/** A newer version of the pages is on the device and waits until they are loaded again. */
export function hasNewVersion(): boolean {
  return waiting !== null;
}

export function onNewVersion(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Uses the newer version from now on, which loads this page again. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), {
    once: true,
  });
  waiting?.postMessage("activate");
}

/** Lets the service worker keep the pages on the device, once this page is shown. */
export function keepOnDevice(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const register = () =>
    void navigator.serviceWorker
      .register("/sw.js")
      .then(follow)
      // Private windows and some settings refuse; the pages then need the network.
      .catch(() => undefined);
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}

function follow(registration: ServiceWorkerRegistration): void {
  announce(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const installing = registration.installing;
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed") announce(registration.waiting);
    });
  });
}

/** The first version of all replaces nothing, and nobody needs to hear of it. */
function announce(worker: ServiceWorker | null): void {
  if (worker === null || navigator.serviceWorker.controller === null) return;
  waiting = worker;
  for (const listener of listeners) listener();
}
