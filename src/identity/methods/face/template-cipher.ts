import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
/** NIST SP 800-38D, section 8.2.2: random nonces of 96 bits; each key here seals once. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Whose template it is and which embedder made it: sealed with it, so that neither can be exchanged. */
export type TemplateOwner = { readonly accountId: string; readonly modelVersion: string };

export type SealedTemplate = {
  /** The person's data key. Without it the template is noise. */
  readonly wrappedKey: Buffer;
  readonly sealed: Buffer;
};

export type TemplateCipher = {
  seal(template: Float32Array, owner: TemplateOwner): SealedTemplate;
  /** Throws when any part was changed, or belongs to another person, model or deployment. */
  open(sealed: SealedTemplate, owner: TemplateOwner): Float32Array;
};

/**
 * AES-256-GCM with a data key per person, itself wrapped by a key that HKDF-SHA-256 (RFC 5869)
 * derives from the deployment's secret. All sealed texts are nonce, ciphertext, tag.
 */
export function templateCipher(secret: Buffer): TemplateCipher {
  const wrappingKey = Buffer.from(
    hkdfSync("sha256", secret, Buffer.alloc(0), "tongdui face data keys 1", KEY_BYTES),
  );
  return {
    seal(template, owner) {
      const dataKey = randomBytes(KEY_BYTES);
      const wrappedKey = encrypt(dataKey, { key: wrappingKey, context: keyContext(owner) });
      const sealed = encrypt(bytesOf(template), { key: dataKey, context: templateContext(owner) });
      dataKey.fill(0);
      return { wrappedKey, sealed };
    },
    open({ wrappedKey, sealed }, owner) {
      const dataKey = decrypt(wrappedKey, { key: wrappingKey, context: keyContext(owner) });
      const bytes = decrypt(sealed, { key: dataKey, context: templateContext(owner) });
      dataKey.fill(0);
      return floatsOf(bytes);
    },
  };
}

type Use = { readonly key: Buffer; readonly context: Buffer };

function keyContext({ accountId }: TemplateOwner): Buffer {
  return Buffer.from(JSON.stringify(["face data key", accountId]));
}

function templateContext({ accountId, modelVersion }: TemplateOwner): Buffer {
  return Buffer.from(JSON.stringify(["face template", accountId, modelVersion]));
}

function encrypt(plain: Buffer, { key, context }: Use): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(context);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(sealed: Buffer, { key, context }: Use): Buffer {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(sealed.length - TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(context)
    .setAuthTag(tag);
  const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}

/** Little-endian 32-bit floats, whatever the machine. */
function bytesOf(template: Float32Array): Buffer {
  const bytes = Buffer.alloc(template.length * 4);
  for (const [index, value] of template.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes;
}

function floatsOf(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) =>
    bytes.readFloatLE(index * 4),
  );
}
