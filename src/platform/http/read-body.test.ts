import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readBody } from "./read-body.ts";

const MEBIBYTE = 1024 * 1024;
const read = (bytes: Buffer, headers: Record<string, string> = {}, limitBytes = MEBIBYTE) =>
  readBody(bytes, { headers, limitBytes });
const text = (value: string | null) => ({ ok: true, value });
const refusal = (code: string) => ({ ok: false, refusal: { code } });
const latin = (bytes: string) => Buffer.from(bytes, "latin1");

describe("bytes", () => {
  test.each([
    ["GBK 收据", latin('"\xca\xd5\xbe\xdd"')],
    ["Big5 收據", latin('"\xa6\xac\xbe\xda"')],
    ["Latin-1 café", latin('"caf\xe9"')],
    ["a surrogate pair, each half encoded by itself (CESU-8)", latin('"\xed\xa0\xbd\xed\xb8\x80"')],
    ["half a surrogate pair", latin('"\xed\xa0\xbd"')],
    ["an overlong slash of two bytes", latin('"\xc0\xaf"')],
    ["an overlong slash of three bytes", latin('"\xe0\x80\xaf"')],
    ["an overlong NUL", latin('"\xc0\x80"')],
    ["a code point above U+10FFFF", latin('"\xf4\x90\x80\x80"')],
    ["a sequence of five bytes", latin('"\xf8\x88\x80\x80\x80"')],
    ["a character cut by the quotation mark", latin('"\xe6\x94"')],
    ["a character cut by the end", latin('"\xe6\x94\xb6\xe6\x8d')],
    ["a continuation byte alone", latin('"\x80"')],
    ["UTF-16 with its mark", Buffer.from('\ufeff{"a":1}', "utf16le")],
    ["0xFF", latin("\xff")],
  ])("that are no UTF-8 are malformed: %s", async (_, bytes) => {
    expect(await read(bytes)).toEqual(refusal("malformed_json"));
    expect(await read(gzipSync(bytes), { "content-encoding": "gzip" })).toEqual(
      refusal("malformed_json"),
    );
  });

  test.each([['{"name":"收据 😀 é"}'], ['"\u0000 \ufffd \uffff \u{10ffff}"']])(
    "of UTF-8 are taken as they are: %j",
    async (value) => {
      expect(await read(Buffer.from(value))).toEqual(text(value));
    },
  );

  test("of a leading byte order mark are no part of the text, those of a second one are", async () => {
    expect(await read(Buffer.from("\ufeff{}"))).toEqual(text("{}"));
    expect(await read(Buffer.from("\ufeff\ufeff{}"))).toEqual(text("\ufeff{}"));
    expect(await read(Buffer.from("\ufeff"))).toEqual(text(""));
  });

  test("that are not there are no body", async () => {
    expect(await read(Buffer.alloc(0))).toEqual(text(null));
  });
});

describe("a charset", () => {
  test.each([
    ["application/json"],
    ["application/json; charset=utf-8"],
    ["application/json;charset=UTF-8"],
    ['application/json; charset="utf-8"'],
    ["application/json; charset=utf8"],
    ["application/json; profile=till; Charset=Utf-8 ; v=1"],
  ])("of UTF-8 is taken: %s", async (type) => {
    expect(await read(Buffer.from("{}"), { "content-type": type })).toEqual(text("{}"));
  });

  test.each([
    ["application/json; charset=gbk"],
    ["application/json; charset=GB18030"],
    ['application/json; charset="gbk"'],
    ["application/json; charset = gbk"],
    ["application/json; charset=iso-8859-1"],
    ["application/json; charset=utf-16"],
    ["application/json; charset=utf-8859"],
    ["application/json; charset="],
    ["application/json; charset"],
    ["application/json; charset=utf-8; charset=gbk"],
    ["application/json; charset=gbk; charset=utf-8"],
  ])("of anything else is refused, whatever the bytes: %s", async (type) => {
    expect(await read(Buffer.from("{}"), { "content-type": type })).toEqual(
      refusal("unsupported_media_type"),
    );
  });
});

describe("a content encoding", () => {
  const body = Buffer.from('{"name":"收据"}');
  test.each([
    ["gzip", gzipSync(body)],
    ["GZIP", gzipSync(body)],
    ["x-gzip", gzipSync(body)],
    ["gzip", Buffer.concat([gzipSync(body.subarray(0, 11)), gzipSync(body.subarray(11))])],
    ["deflate", deflateSync(body)],
    ["deflate", deflateRawSync(body)],
    ["identity", body],
    ["", body],
  ])("%s is unpacked", async (encoding, bytes) => {
    expect(await read(bytes, { "content-encoding": encoding })).toEqual(text(body.toString()));
  });

  test.each([["br"], ["zstd"], ["compress"], ["gzip, gzip"], ["gzip, identity"], ["gzipped"]])(
    "%s is refused",
    async (encoding) => {
      expect(await read(gzipSync(body), { "content-encoding": encoding })).toEqual(
        refusal("unsupported_media_type"),
      );
    },
  );

  const packed = gzipSync(body);
  const wrongSum = Buffer.from(packed);
  wrongSum.writeUInt8((wrongSum.at(-8) ?? 0) ^ 1, wrongSum.length - 8);
  test.each([
    ["gzip", "plain text", body],
    ["gzip", "a zlib stream", deflateSync(body)],
    ["gzip", "a wrong checksum", wrongSum],
    ["gzip", "text after its end", Buffer.concat([packed, Buffer.from("more")])],
    ["gzip", "zeros after its end", Buffer.concat([packed, Buffer.alloc(8)])],
    ["deflate", "plain text", body],
    ["deflate", "a gzip stream", packed],
    ["deflate", "text after its end", Buffer.concat([deflateSync(body), Buffer.from("more")])],
    ["deflate", "a cut stream", deflateSync(body).subarray(0, -1)],
    ["deflate", "a cut stream without header", deflateRawSync(body).subarray(0, -1)],
  ])("%s with %s is malformed", async (encoding, _, bytes) => {
    expect(await read(bytes, { "content-encoding": encoding })).toEqual(refusal("malformed_json"));
  });

  test("gzip cut anywhere is malformed", async () => {
    for (let length = 0; length < packed.length; length += 1) {
      expect(await read(packed.subarray(0, length), { "content-encoding": "gzip" })).toEqual(
        refusal("malformed_json"),
      );
    }
  });

  test("may fill the limit, and not one byte more", async () => {
    const full = Buffer.alloc(1000, " ");
    expect(await read(gzipSync(full), { "content-encoding": "gzip" }, 1000)).toEqual(
      text(full.toString()),
    );
    expect(await read(gzipSync(full), { "content-encoding": "gzip" }, 999)).toEqual(
      refusal("too_large"),
    );
    expect(await read(deflateSync(full), { "content-encoding": "deflate" }, 999)).toEqual(
      refusal("too_large"),
    );
  });

  test("of 1 MiB that would unpack to 1 GiB is refused before it is unpacked", async () => {
    const member = gzipSync(Buffer.alloc(16 * MEBIBYTE));
    const bomb = Buffer.concat(Array<Buffer>(64).fill(member));
    expect(bomb.length).toBeLessThan(1.1 * MEBIBYTE);
    for (const limitBytes of [MEBIBYTE, 8 * MEBIBYTE]) {
      const before = process.memoryUsage().arrayBuffers;
      expect(await read(bomb, { "content-encoding": "gzip" }, limitBytes)).toEqual(
        refusal("too_large"),
      );
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MEBIBYTE);
    }
  });
});
