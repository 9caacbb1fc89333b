/** What the manager needs of a window; a test stands in for it. */
export type HistoryWindow = {
  readonly history: Pick<History, "state" | "go" | "pushState" | "replaceState">;
  addEventListener(name: "popstate", listener: () => void): void;
  setTimeout(run: () => void, milliseconds: number): unknown;
};

/** Asked to close by the back button; answers whether it does. */
type Layer = { readonly onBack: () => boolean };

type Marked = { readonly sheets?: number };

/**
 * One entry of the browser's history for each open sheet, so that back closes the sheet and not the
 * page. Entries carry their depth in `history.state.sheets`; changes of the open sheets are brought
 * to the history together, so that one sheet that takes another's place moves nothing.
 */
export class SheetHistory {
  readonly #window: HistoryWindow;
  readonly #push: History["pushState"];
  readonly #layers: Layer[] = [];
  /** A traversal of our own is under way: what others write to the history waits for its end. */
  #isTravelling = false;
  #waiting: (() => void)[] = [];

  constructor(window: HistoryWindow) {
    this.#window = window;
    const { history } = window;
    this.#push = history.pushState.bind(history);
    const replace = history.replaceState.bind(history);
    // A link in a sheet takes the place of the sheet's entry: back leads to the page before it.
    history.pushState = (state, unused, url) => {
      if (this.#isTravelling) this.#waiting.push(() => this.#push(state, unused, url));
      else if (this.#depth() > 0) history.replaceState(state, unused, url);
      else this.#push(state, unused, url);
    };
    history.replaceState = (state, unused, url) => {
      const isMove = url !== undefined && url !== null;
      if (this.#isTravelling && isMove) this.#waiting.push(() => replace(state, unused, url));
      else replace(state, unused, url);
    };
    window.addEventListener("popstate", () => this.#onPop());
  }

  /** A sheet is open until the answered function is called. */
  open(layer: Layer): () => void {
    this.#layers.push(layer);
    this.#plan();
    return () => {
      const index = this.#layers.indexOf(layer);
      if (index >= 0) this.#layers.splice(index, 1);
      this.#plan();
    };
  }

  #depth(): number {
    return (this.#window.history.state as Marked | null)?.sheets ?? 0;
  }

  #plan(): void {
    this.#window.setTimeout(() => this.#reconcile(), 0);
  }

  #reconcile(): void {
    if (this.#isTravelling) return;
    const { history } = this.#window;
    const surplus = this.#depth() - this.#layers.length;
    if (surplus > 0) {
      this.#isTravelling = true;
      history.go(-surplus);
      return;
    }
    for (let depth = this.#depth() + 1; depth <= this.#layers.length; depth += 1) {
      this.#push({ ...(history.state as object | null), sheets: depth }, "");
    }
  }

  #onPop(): void {
    if (this.#isTravelling) {
      this.#isTravelling = false;
      for (const write of this.#waiting.splice(0)) write();
    } else {
      const leaving = this.#layers.slice(this.#depth()).reverse();
      for (const layer of leaving) if (!layer.onBack()) break;
    }
    this.#plan();
  }
}

let shared: SheetHistory | null = null;

/** The window's own. */
export function sheetHistory(): SheetHistory {
  shared ??= new SheetHistory({
    history: window.history,
    addEventListener: (name, listener) => window.addEventListener(name, listener),
    setTimeout: (run, milliseconds) => window.setTimeout(run, milliseconds),
  });
  return shared;
}
