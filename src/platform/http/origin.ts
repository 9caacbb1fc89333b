const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** `capacitor://localhost` is an app on some phone, not the page of a server on localhost. */
const WEB = new Set(["http:", "https:"]);

/**
 * True for an unsafe request that a page of another site sent. Browsers put Origin on every unsafe
 * request; programs put none. Besides the public address, the host the request itself was sent to
 * counts as ours, so that 127.0.0.1 works where localhost was configured. A page over plain HTTP, which
 * anyone on its way can write, is foreign to a request over TLS.
 */
export function isForeignOrigin(
  request: {
    method: string;
    headers: { origin?: string | undefined };
    /** As the client sent them: behind a trusted proxy, X-Forwarded-Host and -Proto. */
    host: string;
    protocol: string;
  },
  publicOrigin: string,
): boolean {
  const { host } = request;
  const { origin } = request.headers;
  if (SAFE.has(request.method) || origin === undefined || origin === publicOrigin) return false;
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (url === null || !WEB.has(url.protocol) || url.host !== host) return true;
  return request.protocol === "https" && url.protocol === "http:";
}
