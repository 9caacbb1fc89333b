/** What a read of many answers for one of them; undefined where there is nothing. */
export type ReadOne<Value> = (key: string) => Promise<Value | undefined>;

type Asked<Value> = {
  readonly key: string;
  resolve(value: Value | undefined): void;
  reject(error: unknown): void;
};

/**
 * A look-up by key takes milliseconds. One that takes this long is on a connection that may have
 * stopped, and the others need not wait for it.
 */
const READ_ALONE_MILLISECONDS = 1000;

/**
 * Turns a read of many keys into one of a single key that costs a busy server little: what is asked
 * for while a read is under way is read together by the next. Nothing is kept: every answer was read
 * after it was asked for. A read that takes long goes on alone, and the next begins.
 */
export function gatherReads<Value>(
  readAll: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  { aloneAfter = READ_ALONE_MILLISECONDS }: { aloneAfter?: number } = {},
): ReadOne<Value> {
  let asked: Asked<Value>[] = [];
  let isReading = false;

  async function readOn(): Promise<void> {
    while (asked.length > 0) {
      const now = asked;
      asked = [];
      await within(aloneAfter, answer(now));
    }
    isReading = false;
  }

  /** Never throws: every key gets its answer or its error. */
  async function answer(all: readonly Asked<Value>[]): Promise<void> {
    try {
      const found = await readAll([...new Set(all.map(({ key }) => key))]);
      for (const { key, resolve } of all) resolve(found.get(key));
    } catch (error) {
      for (const { reject } of all) reject(error);
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      asked.push({ key, resolve, reject });
      if (isReading) return;
      isReading = true;
      // Not now: what arrived in the same turn of the event loop comes along.
      setImmediate(() => void readOn());
    });
}

/** Resolves when the work ends, or earlier after so many milliseconds. */
function within(milliseconds: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
