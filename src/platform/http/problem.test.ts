import { expect, test } from "vitest";
import { isForeignOrigin } from "./origin.ts";
import { languageOf, toProblem } from "./problem.ts";

test.each([
  [undefined, "zh-CN"],
  ["", "zh-CN"],
  ["en", "en"],
  ["en-GB,en;q=0.9", "en"],
  ["fr,en;q=0.5,zh;q=0.8", "zh-CN"],
  ["zh-TW", "zh-CN"],
  ["zh;q=0,en;q=0.1", "en"],
  ["de", "zh-CN"],
])("Accept-Language %j is answered in %s", (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test("a refusal becomes a problem document with its code, status and text", () => {
  const problem = toProblem(
    { code: "rate_limited", values: { seconds: 60 } },
    { language: "en", instance: "/api/v1/sessions" },
  );
  expect(problem).toEqual({
    type: "urn:tongdui:problem:rate_limited",
    title: "Too many requests",
    detail: "Please wait 60 seconds and try again.",
    status: 429,
    code: "rate_limited",
    instance: "/api/v1/sessions",
  });
});

test.each<[string, string | undefined, boolean]>([
  ["GET", "https://evil.example", false],
  ["POST", undefined, false],
  ["POST", "https://mall.example", false],
  ["POST", "http://127.0.0.1:3000", false],
  ["POST", "https://evil.example", true],
  ["DELETE", "null", true],
  ["PATCH", "http://127.0.0.1:3001", true],
  ["POST", "capacitor://127.0.0.1:3000", true],
  ["POST", "https://127.0.0.1:3000", false],
])("%s from %s: foreign is %s", (method, origin, foreign) => {
  const request = { method, headers: { origin }, host: "127.0.0.1:3000", protocol: "http" };
  expect(isForeignOrigin(request, "https://mall.example")).toBe(foreign);
});

test("a page over plain HTTP is foreign to a request over TLS", () => {
  const request = { method: "POST", host: "alias.example", protocol: "https" };
  const isForeign = (origin: string) =>
    isForeignOrigin({ ...request, headers: { origin } }, "https://mall.example");
  expect(isForeign("http://alias.example")).toBe(true);
  expect(isForeign("https://alias.example")).toBe(false);
});
