import { describe, expect, test } from "vitest";
import { decideKey, type Focus, type KeyDecision } from "./keys.ts";

const press = (key: string, focus: Focus) =>
  decideKey({ key, hasModifier: false, isRepeated: false }, focus);

describe("a key at the till", () => {
  const table: [string, Record<Focus, KeyDecision>][] = [
    [
      "Enter",
      {
        entry: "leave",
        page: "enter",
        pointed: "enter",
        control: "leave",
        text: "field",
        dialog: "leave",
      },
    ],
    [
      "6",
      {
        entry: "leave",
        page: "type",
        pointed: "type",
        control: "type",
        text: "leave",
        dialog: "leave",
      },
    ],
    [
      "𠮷",
      {
        entry: "leave",
        page: "type",
        pointed: "type",
        control: "type",
        text: "leave",
        dialog: "leave",
      },
    ],
    [
      " ",
      {
        entry: "leave",
        page: "leave",
        pointed: "ignore",
        control: "leave",
        text: "leave",
        dialog: "leave",
      },
    ],
    [
      "Tab",
      {
        entry: "leave",
        page: "leave",
        pointed: "leave",
        control: "leave",
        text: "leave",
        dialog: "leave",
      },
    ],
  ];
  test.each(
    table.flatMap(([key, byFocus]) =>
      Object.entries(byFocus).map(([focus, does]) => [key, focus as Focus, does] as const),
    ),
  )("%j with the focus on %s: %s", (key, focus, does) => {
    expect(press(key, focus)).toBe(does);
  });
});

test.each(["entry", "page", "pointed", "control", "text", "dialog"] as const)(
  "a held Enter does nothing on %s",
  (focus) => {
    expect(decideKey({ key: "Enter", hasModifier: false, isRepeated: true }, focus)).toBe("ignore");
  },
);

test.each(["Enter", "c"])("%j with a modifier is the browser's", (key) => {
  expect(decideKey({ key, hasModifier: true, isRepeated: false }, "page")).toBe("leave");
});
