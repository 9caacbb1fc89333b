const BEARER = /^[ \t]*bearer(?:[ \t]+|$)/i;

/**
 * What an Authorization header gives as a bearer key: undefined where it is of another scheme, and an
 * empty text for the scheme without a key, which proves nothing. Schemes have no case, and any white
 * space may stand before the key (RFC 9110, sections 11.1 and 5.6.3).
 */
export function bearerOf(authorization: string | undefined): string | undefined {
  const scheme = BEARER.exec(authorization ?? "")?.[0];
  return scheme === undefined ? undefined : authorization?.slice(scheme.length).trim();
}
