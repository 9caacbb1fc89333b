import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readTar } from "./read-tar.mjs";

function entry(name, content, folder = "") {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, "0"), 124);
  header.write(folder, 345);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  content.copy(body);
  return Buffer.concat([header, body]);
}

test("an archive of npm gives its files by path", () => {
  const long = Buffer.alloc(1000, "x");
  const archive = gzipSync(
    Buffer.concat([
      entry("package/a.txt", Buffer.from("hello")),
      entry("deep.bin", long, "package/model"),
      Buffer.alloc(1024),
    ]),
  );
  const files = readTar(archive);
  expect([...files.keys()]).toEqual(["package/a.txt", "package/model/deep.bin"]);
  expect(files.get("package/a.txt")?.toString()).toBe("hello");
  expect(files.get("package/model/deep.bin")).toEqual(long);
});

test("what is no archive is refused", () => {
  expect(() => readTar(Buffer.from("not zipped"))).toThrow("incorrect header check");
});
