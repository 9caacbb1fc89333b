import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
const ARGON2ID = 2;
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Hashing takes about 20 ms of a core and 19 MiB, off the main thread; never do it while a
 * transaction is open, where it would hold a connection and locks.
 */
export type PasswordHashes = {
  hash(password: string): Promise<string>;
  /** With null (no such login) the same work is done against a hash that nothing matches. */
  matches(storedHash: string | null, password: string): Promise<boolean>;
};

export function createPasswordHashes(): PasswordHashes {
  const decoy = hash(randomBytes(32), PARAMETERS);
  return {
    hash: (password) => hash(normalise(password), PARAMETERS),
    async matches(storedHash, password) {
      const isMatch = await verify(storedHash ?? (await decoy), normalise(password));
      return isMatch && storedHash !== null;
    },
  };
}

/** The same characters typed on another system may arrive composed differently. */
function normalise(password: string): string {
  return password.normalize("NFKC");
}
