import { expect, test } from "vitest";
import { rememberHeaders } from "./remember-headers.ts";

function counting() {
  const read: string[] = [];
  const reader = rememberHeaders((header) => {
    read.push(header);
    return header === "none" ? undefined : header.length;
  });
  return { read, reader };
}

test("a header is read once, also one that says nothing", () => {
  const { read, reader } = counting();
  expect([reader("gzip"), reader("gzip"), reader("none"), reader("none")]).toEqual([
    4,
    4,
    undefined,
    undefined,
  ]);
  expect(read).toEqual(["gzip", "none"]);
});

test("a header that is missing is an empty one", () => {
  const { read, reader } = counting();
  expect([reader(undefined), reader("")]).toEqual([0, 0]);
  expect(read).toEqual([""]);
});

test("a long one is read each time", () => {
  const { read, reader } = counting();
  const long = "x".repeat(201);
  expect([reader(long), reader(long)]).toEqual([201, 201]);
  expect(read).toEqual([long, long]);
});

test("many different ones are forgotten again, and read right all the same", () => {
  const { read, reader } = counting();
  for (let count = 0; count < 1001; count += 1)
    expect(reader(`h${count}`)).toBe(`h${count}`.length);
  expect(reader("h1000")).toBe(5);
  expect(read).toHaveLength(1001);
  expect(reader("h0")).toBe(2);
  expect(read).toHaveLength(1002);
});
