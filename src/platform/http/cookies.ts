import { parseCookie, stringifySetCookie } from "cookie";
import type { FastifyReply } from "fastify";
import { isSecureOrigin } from "./cookie-name.ts";

export type Cookie = { name: string; value: string; maxAgeSeconds: number };
export type Cookies = Readonly<Record<string, string | undefined>>;

const NONE: Cookies = {};

/** What a Cookie header says (RFC 6265, section 5.4); of two cookies of one name the first. */
export function readCookies(header: string | undefined): Cookies {
  return header === undefined ? NONE : parseCookie(header);
}

/** Every cookie is the server's alone: no script reads it, and no other site sends it along. */
export function setCookie(reply: FastifyReply, cookie: Cookie, origin: string): void {
  const text = stringifySetCookie(cookie.name, cookie.value, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: isSecureOrigin(origin),
    maxAge: cookie.maxAgeSeconds,
  });
  // Fastify adds it to those that are set already.
  reply.header("set-cookie", text);
}
