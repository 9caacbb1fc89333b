const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** `capacitor://localhost` is an app on some phone, not the page of a server on localhost. */
const WEB = new Set(["http:", "https:"]);

/**
 * True for an unsafe request that a page of another site sent. Browsers put Origin on every unsafe
 * request; programs put none. Besides the public address, the host the request itself was sent to
 * counts as ours, so that 127.0.0.1 works where localhost was configured.
 */
export function isForeignOrigin(
  request: { method: string; headers: { origin?: string | undefined; host?: string | undefined } },
  publicOrigin: string,
): boolean {
  const { origin, host } = request.headers;
  if (SAFE.has(request.method) || origin === undefined || origin === publicOrigin) return false;
  const url = URL.canParse(origin) ? new URL(origin) : null;
  return url === null || !WEB.has(url.protocol) || url.host !== host;
}
