/**
 * The name of a cookie at this deployment. Behind TLS it has the prefix `__Host-`: browsers then take
 * it only with Secure and Path=/ and without Domain, so no subdomain and no plain connection can set
 * it (RFC 6265bis, section 4.1.3.2). Over plain HTTP browsers refuse the prefix.
 */
export function cookieName(name: string, origin: string): string {
  return isSecureOrigin(origin) ? `__Host-${name}` : name;
}

export function isSecureOrigin(origin: string): boolean {
  return origin.startsWith("https://");
}
