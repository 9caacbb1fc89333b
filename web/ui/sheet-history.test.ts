import { beforeEach, describe, expect, test } from "vitest";
import { type HistoryWindow, SheetHistory } from "./sheet-history.ts";

/** Stands in for a browser's window: traversals are asynchronous, timers run by hand. */
class FakeWindow implements HistoryWindow {
  entries: { state: unknown; url: string }[] = [{ state: null, url: "/list" }];
  at = 0;
  timers: (() => void)[] = [];
  traversals: number[] = [];
  onPop: () => void = () => undefined;
  history: HistoryWindow["history"];

  constructor() {
    const state = (): unknown => this.entries[this.at]?.state;
    const add = (entry: { state: unknown; url: string }) => {
      this.entries.splice(this.at + 1);
      this.entries.push(entry);
      this.at += 1;
    };
    const replace = (entry: { state: unknown; url: string }) => {
      this.entries[this.at] = entry;
    };
    const urlOf = (url: string | URL | null | undefined) => String(url ?? this.url);
    this.history = {
      get state() {
        return state();
      },
      go: (by = 0) => void this.traversals.push(by),
      pushState: (pushed, _unused, url) => add({ state: pushed, url: urlOf(url) }),
      replaceState: (next, _unused, url) => replace({ state: next, url: urlOf(url) }),
    };
  }
  get url() {
    return this.entries[this.at]?.url;
  }
  addEventListener(_name: string, listener: () => void) {
    this.onPop = listener;
  }
  setTimeout(run: () => void) {
    this.timers.push(run);
  }
  /** Until nothing is left to do. */
  settle() {
    while (this.timers.length + this.traversals.length > 0) {
      for (const run of this.timers.splice(0)) run();
      for (const by of this.traversals.splice(0)) this.travel(by);
    }
  }
  travel(by: number) {
    this.at += by;
    this.onPop();
  }
  back() {
    this.travel(-1);
    this.settle();
  }
}

let view: FakeWindow;
let sheets: SheetHistory;
beforeEach(() => {
  view = new FakeWindow();
  sheets = new SheetHistory(view);
});

/** An open sheet that closes when it is asked, unless it is guarded. */
function open(guarded = false) {
  let close: () => void = () => undefined;
  const sheet = { asked: 0, guarded, close: () => close() };
  close = sheets.open({
    onBack() {
      sheet.asked += 1;
      if (!sheet.guarded) close();
      return !sheet.guarded;
    },
  });
  return sheet;
}

test("back closes the sheet and stays on the page", () => {
  const sheet = open();
  view.settle();
  expect(view.entries).toHaveLength(2);
  view.back();
  expect(sheet.asked).toBe(1);
  expect(view.url).toBe("/list");
  expect(view.at).toBe(0);
});

test("closing by its own button takes the entry back", () => {
  const sheet = open();
  view.settle();
  sheet.close();
  view.settle();
  expect(view.at).toBe(0);
});

test("forward into the entry of a closed sheet comes back", () => {
  open();
  view.settle();
  view.back();
  view.travel(1);
  view.settle();
  expect(view.at).toBe(0);
});

test("a sheet that refuses to close keeps its entry", () => {
  const sheet = open(true);
  view.settle();
  view.back();
  expect(sheet.asked).toBe(1);
  expect(view.at).toBe(1);
  sheet.guarded = false;
  view.back();
  expect(view.at).toBe(0);
});

test("one sheet that takes another's place moves nothing", () => {
  const first = open();
  view.settle();
  const { at, entries } = view;
  const before = [...entries];
  first.close();
  open();
  view.settle();
  expect(view.at).toBe(at);
  expect(view.entries).toEqual(before);
});

test("nested sheets close one after another", () => {
  const outer = open();
  const inner = open();
  view.settle();
  expect(view.at).toBe(2);
  view.back();
  expect([outer.asked, inner.asked]).toEqual([0, 1]);
  view.back();
  expect([outer.asked, inner.asked]).toEqual([1, 1]);
  expect(view.at).toBe(0);
});

describe("a page that is opened from a sheet", () => {
  test("takes the place of the sheet's entry", () => {
    const sheet = open();
    view.settle();
    view.history.pushState(null, "", "/order");
    sheet.close();
    view.settle();
    expect(view.url).toBe("/order");
    expect(view.entries.map(({ url }) => url)).toEqual(["/list", "/order"]);
  });

  test("is reached also while the sheet's entry is being taken back", () => {
    const sheet = open();
    view.settle();
    sheet.close();
    for (const run of view.timers.splice(0)) run();
    view.history.pushState(null, "", "/order");
    view.settle();
    expect(view.url).toBe("/order");
    view.back();
    expect(view.url).toBe("/list");
  });
});
