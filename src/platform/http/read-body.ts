import { promisify } from "node:util";
import { gunzip, type InputType, inflate, inflateRaw, type ZlibOptions } from "node:zlib";
import { err, ok, type Result } from "../../kernel/result.ts";

type BodyRefusal = "too_large" | "unsupported_media_type" | "malformed_json";

/** What a body's headers say of its bytes. */
export type BodyHeaders = {
  readonly "content-type"?: string | undefined;
  readonly "content-encoding"?: string | undefined;
};

export type BodyText = Result<string | null, BodyRefusal>;

/**
 * The text of a JSON body, or null for no body at all. Bytes that are not UTF-8 are refused, because a
 * replacement character in their place makes two different receipts the same one. A leading byte order
 * mark is not part of the text (RFC 8259, section 8.1). Unpacking stops at `limitBytes`. At once for a body
 * that is not packed: most are not.
 */
export function readBody(
  bytes: Buffer,
  { headers, limitBytes }: { headers: BodyHeaders; limitBytes: number },
): BodyText | Promise<BodyText> {
  if (!isUtf8(headers["content-type"])) return err("unsupported_media_type");
  const coding = codingOf(headers["content-encoding"]);
  if (coding === null) return err("unsupported_media_type");
  if (coding === "identity") return bytes.length === 0 ? ok(null) : decode(bytes);
  return unpack(bytes, { coding, limitBytes }).then((unpacked) =>
    unpacked.ok ? decode(unpacked.value) : unpacked,
  );
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Buffer): Result<string, "malformed_json"> {
  try {
    return ok(UTF8.decode(bytes));
  } catch {
    return err("malformed_json");
  }
}

/** `utf8` is a common spelling. */
const UTF8_CHARSETS = new Set([
  "charset=utf-8",
  "charset=utf8",
  'charset="utf-8"',
  'charset="utf8"',
]);

/** JSON is UTF-8 unless a charset says otherwise. Two charsets say two things. */
function isUtf8(contentType = ""): boolean {
  const header = contentType.toLowerCase();
  const charsets = header.split("charset").length - 1;
  const parameters = header.split(";").map((one) => one.trim());
  return charsets === 0 || (charsets === 1 && parameters.some((one) => UTF8_CHARSETS.has(one)));
}

type Packing = "gzip" | "deflate";

const CODINGS: ReadonlyMap<string, Packing | "identity"> = new Map([
  ["", "identity"],
  ["identity", "identity"],
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["deflate", "deflate"],
]);

/** Null for an encoding that is not known, and for several: they would multiply the work of a bomb. */
function codingOf(header: string | undefined): Packing | "identity" | null {
  return CODINGS.get((header ?? "").trim().toLowerCase()) ?? null;
}

type Unpacked = { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
type Unpacker = (
  bytes: InputType,
  options: ZlibOptions & { info: true },
) => Promise<Buffer | Unpacked>;

const UNPACKERS: Readonly<Record<"gzip" | "zlib" | "raw", Unpacker>> = {
  gzip: promisify(gunzip),
  zlib: promisify(inflate),
  raw: promisify(inflateRaw),
};

async function unpack(
  bytes: Buffer,
  { coding, limitBytes }: { coding: Packing; limitBytes: number },
): Promise<Result<Buffer, BodyRefusal>> {
  const unpacker = UNPACKERS[coding === "gzip" ? "gzip" : hasZlibHeader(bytes) ? "zlib" : "raw"];
  try {
    const { buffer, engine } = (await unpacker(bytes, {
      maxOutputLength: limitBytes,
      info: true,
    })) as Unpacked;
    // Bytes after the end are not what was packed.
    return engine.bytesWritten === bytes.length ? ok(buffer) : err("malformed_json");
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    return err(isTooLarge ? "too_large" : "malformed_json");
  }
}

/** `deflate` means a zlib stream (RFC 9110, section 8.4.1.2); many clients send one without its header. */
function hasZlibHeader(bytes: Buffer): boolean {
  const [method = 0, flags = 0] = bytes;
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
}
