/** One at a time, in the order of asking. */
export class Mutex {
  #last: Promise<void> = Promise.resolve();

  async acquire(): Promise<() => void> {
    const before = this.#last;
    let release = () => {};
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }
}

/** Many may be inside; whoever wants to be alone waits until they have left, and nobody enters meanwhile. */
export class Gate {
  #inside = 0;
  #closed: Promise<void> | null = null;
  #whenEmpty: (() => void) | null = null;

  async enter(): Promise<() => void> {
    while (this.#closed !== null) await this.#closed;
    this.#inside += 1;
    return () => {
      this.#inside -= 1;
      if (this.#inside === 0) this.#whenEmpty?.();
    };
  }

  async alone<Value>(work: () => Promise<Value>): Promise<Value> {
    while (this.#closed !== null) await this.#closed;
    let open = () => {};
    this.#closed = new Promise((resolve) => {
      open = resolve;
    });
    if (this.#inside > 0) {
      await new Promise<void>((resolve) => {
        this.#whenEmpty = resolve;
      });
      this.#whenEmpty = null;
    }
    try {
      return await work();
    } finally {
      this.#closed = null;
      open();
    }
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
