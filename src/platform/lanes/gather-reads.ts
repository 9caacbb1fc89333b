/** What a read of many answers for one of them; undefined where there is nothing. */
export type ReadOne<Value> = (key: string) => Promise<Value | undefined>;

type Asked<Value> = {
  readonly key: string;
  resolve(value: Value | undefined): void;
  reject(error: unknown): void;
};

/**
 * Turns a read of many keys into one of a single key that costs a busy server little: what is asked
 * for while a read is under way is read together by the next. Nothing is kept: every answer was read
 * after it was asked for.
 */
export function gatherReads<Value>(
  readAll: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): ReadOne<Value> {
  let asked: Asked<Value>[] = [];
  let isReading = false;

  async function readOn(): Promise<void> {
    while (asked.length > 0) {
      const now = asked;
      asked = [];
      try {
        const found = await readAll([...new Set(now.map(({ key }) => key))]);
        for (const { key, resolve } of now) resolve(found.get(key));
      } catch (error) {
        for (const { reject } of now) reject(error);
      }
    }
    isReading = false;
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
