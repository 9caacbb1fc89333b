/// <reference lib="webworker" />
import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { pageOf } from "./page-of.ts";

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: { url: string; revision: string | null }[];
};

/**
 * Keeps the pages and their code on the device, so that an area opens without a network, and a tab that
 * was opened before a deployment still finds the code it was built with. Answers of the API are never
 * kept: a balance from yesterday is worse than none.
 */
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
clientsClaim();

/** A slow network still gets the page of the device within this time. */
const FRESH_PAGE_WITHIN_MILLISECONDS = 3_000;

registerRoute(
  new NavigationRoute(({ request, url }) => navigate(request, url.pathname), {
    denylist: [/^\/api(?:\/|$)/, /^\/pictures\//, /^\/(?:healthz|readyz|metrics)$/, /\.\w+$/],
  }),
);

/** The page as the server has it now, else the one on the device. */
async function navigate(request: Request, path: string): Promise<Response> {
  const fresh = fetch(request, { signal: AbortSignal.timeout(FRESH_PAGE_WITHIN_MILLISECONDS) });
  try {
    const response = await fresh;
    if (response.status < 500) return response;
  } catch {
    // Without a network, or not in time: what is on the device.
  }
  return (await matchPrecache(pageOf(path))) ?? Response.error();
}

self.addEventListener("message", (event) => {
  if (event.data === "activate") void self.skipWaiting();
});
