import { createHash, randomBytes } from "node:crypto";

const HANDLE_BYTES = 16;
const TOKEN_BYTES = 32;
const FORM = /^([\w-]{22})\.([\w-]{43})$/;

/** What the browser keeps: the handle stays as long as the session, the token is replaced. */
export type SessionSecret = { readonly handle: string; readonly token: string };
export type SessionHashes = { readonly handleHash: Buffer; readonly tokenHash: Buffer };

export function newSessionSecret(): SessionSecret {
  return { handle: randomBytes(HANDLE_BYTES).toString("base64url"), token: newToken() };
}

export function withNewToken({ handle }: SessionSecret): SessionSecret {
  return { handle, token: newToken() };
}

/** Null when the cookie is missing or was never one of ours. */
export function readSecret(cookie: string | undefined): SessionSecret | null {
  const [, handle, token] = FORM.exec(cookie ?? "") ?? [];
  return handle !== undefined && token !== undefined ? { handle, token } : null;
}

/** A fast hash is enough: unlike a password, 256 random bits cannot be guessed from it. */
export function hashesOf({ handle, token }: SessionSecret): SessionHashes {
  return { handleHash: sha256(handle), tokenHash: sha256(token) };
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
