import { isUtf8 } from "node:buffer";
import { promisify } from "node:util";
import { gunzip, type InputType, inflate, inflateRaw, type ZlibOptions } from "node:zlib";
import { err, ok, type Result } from "../../kernel/result.ts";
import { rememberHeaders } from "./remember-headers.ts";

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
  if (!saysUtf8(headers["content-type"])) return err("unsupported_media_type");
  const coding = codingOf(headers["content-encoding"]);
  if (coding === null) return err("unsupported_media_type");
  if (coding === "identity") return bytes.length === 0 ? ok(null) : decode(bytes);
  return unpack(bytes, { coding, limitBytes }).then((unpacked) =>
    unpacked.ok ? decode(unpacked.value) : unpacked,
  );
}

/** UTF-8 of U+FEFF. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

function decode(bytes: Buffer): Result<string, "malformed_json"> {
  if (!isUtf8(bytes)) return err("malformed_json");
  const isMarked = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte);
  return ok(bytes.toString("utf8", isMarked ? BYTE_ORDER_MARK.length : 0));
}

/** `utf8` is a common spelling. */
const UTF8_CHARSETS = new Set([
  "charset=utf-8",
  "charset=utf8",
  'charset="utf-8"',
  'charset="utf8"',
]);

/** JSON is UTF-8 unless a charset says otherwise. Two charsets say two things. */
const saysUtf8 = rememberHeaders((contentType) => {
  const header = contentType.toLowerCase();
  const charsets = header.split("charset").length - 1;
  const parameters = header.split(";").map((one) => one.trim());
  return charsets === 0 || (charsets === 1 && parameters.some((one) => UTF8_CHARSETS.has(one)));
});

type Packing = "gzip" | "deflate";

const CODINGS: ReadonlyMap<string, Packing | "identity"> = new Map([
  ["", "identity"],
  ["identity", "identity"],
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["deflate", "deflate"],
]);

/** Null for an encoding that is not known, and for several: they would multiply the work of a bomb. */
const codingOf = rememberHeaders(
  (header): Packing | "identity" | null => CODINGS.get(header.trim().toLowerCase()) ?? null,
);

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
