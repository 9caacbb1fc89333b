import { describe, expect, test } from "vitest";
import { doneReader, statementReader } from "./postgres-frames.ts";

const z = "\0";

/** A message as the wire has it: type, length, body. */
function message(type: string, body: string | Buffer): Buffer {
  const content = Buffer.from(body);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), head, content]);
}

const startup = message("", Buffer.from(`\0\x03\0\0user${z}lin${z}${z}`));
const query = (text: string) => message("Q", text + z);
const parse = (name: string, text: string) => message("P", `${name}${z}${text}${z}\0\0`);
const bind = (name: string) => message("B", `${z}${name}${z}\0\0\0\0\0\0`);
const execute = message("E", `${z}\0\0\0\0`);
const close = (name: string) => message("C", `S${name}${z}`);
const sync = message("S", "");

/** What is read of a connection on which these chunks come. */
function readAll(...chunks: Buffer[]): string[][] {
  const read = statementReader();
  read(startup);
  return chunks.map((chunk) =>
    read(chunk).map(({ text, isNamed }) => (isNamed ? `named: ${text}` : text)),
  );
}

describe("the statements that a client sends", () => {
  test.each<[string, Buffer[], string[][]]>([
    ["are the texts of its queries", [query("begin"), query("commit")], [["begin"], ["commit"]]],
    [
      "are carried out when they are bound, not when they are parsed",
      [parse("", "select $1"), bind(""), Buffer.concat([execute, sync])],
      [[], ["select $1"], []],
    ],
    [
      "are known by their names once they have been prepared",
      [
        Buffer.concat([parse("s1", "commit"), bind("s1"), execute, sync]),
        Buffer.concat([bind("s1"), execute, sync]),
      ],
      [["named: commit"], ["named: commit"]],
    ],
    [
      "are told apart by name, several in one chunk under one sync",
      [
        Buffer.concat([parse("s1", "begin"), parse("s2", "commit"), parse("s3", "select 1")]),
        Buffer.concat([bind("s1"), execute, bind("s3"), execute, bind("s2"), execute, sync]),
      ],
      [[], ["named: begin", "named: select 1", "named: commit"]],
    ],
    [
      "are what was parsed under the name last",
      [Buffer.concat([parse("", "begin"), bind(""), parse("", "commit"), bind("")])],
      [["begin", "commit"]],
    ],
    [
      "have no text after their name was closed",
      [Buffer.concat([parse("s1", "commit"), close("s1")]), bind("s1")],
      [[], ["named: "]],
    ],
    [
      "stay known when a portal is closed",
      [Buffer.concat([parse("s1", "commit"), message("C", `Ps1${z}`)]), bind("s1")],
      [[], ["named: commit"]],
    ],
    [
      "are read beyond ASCII",
      [parse("查", "select '通兑'"), bind("查")],
      [[], ["named: select '通兑'"]],
    ],
  ])("%s", (_, chunks, expected) => {
    expect(readAll(...chunks)).toEqual(expected);
  });

  test("are the same wherever the stream is cut", () => {
    const stream = Buffer.concat([
      startup,
      parse("s1", "commit"),
      bind("s1"),
      execute,
      sync,
      query("select 1"),
      bind("s1"),
    ]);
    for (let cut = 1; cut < stream.length; cut += 1) {
      const read = statementReader();
      const both = [...read(stream.subarray(0, cut)), ...read(stream.subarray(cut))];
      expect(both.map(({ text }) => text)).toEqual(["commit", "select 1", "commit"]);
    }
  });

  test("of one connection mean nothing on another", () => {
    expect(readAll(parse("s1", "commit"))).toEqual([[]]);
    expect(readAll(bind("s1"))).toEqual([["named: "]]);
  });
});

test("what a database has done is read wherever its answer is cut", () => {
  const stream = Buffer.concat([
    message("2", ""),
    // A row whose text looks like the end of a commit.
    message("D", `COMMIT${z}`),
    message("C", `INSERT 0 1${z}`),
    message("C", `COMMIT${z}`),
    message("Z", "I"),
  ]);
  for (let cut = 0; cut < stream.length; cut += 1) {
    const read = doneReader();
    const done = [...read(stream.subarray(0, cut)), ...read(stream.subarray(cut))];
    expect(done).toEqual(["INSERT 0 1", "COMMIT"]);
  }
});
