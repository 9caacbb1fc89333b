import { useRef } from "react";
import type { ApiProblem } from "./problem.ts";
import { problemFrom } from "./problem.ts";

/**
 * One thing a person wants done, however many attempts the network needs. The key stays while the
 * outcome is unknown and the body is the same; it changes with the body, after success, and after
 * a refusal (a refusal is an outcome: the next press of the button is a new wish).
 */
export class Intent {
  #key: string | null = null;
  #body = "";
  readonly #newKey: () => string;

  constructor(newKey: () => string = () => crypto.randomUUID()) {
    this.#newKey = newKey;
  }

  keyFor(body: unknown): string {
    const text = JSON.stringify(body);
    if (this.#key === null || this.#body !== text) {
      this.#key = this.#newKey();
      this.#body = text;
    }
    return this.#key;
  }

  settle(problem: ApiProblem | null): void {
    if (problem === null || !problem.outcomeUnknown) this.#key = null;
  }

  /** Runs one attempt with the right key. `body` is what identifies the wish. */
  async attempt<Answer>(body: unknown, run: (key: string) => Promise<Answer>): Promise<Answer> {
    const key = this.keyFor(body);
    try {
      const answer = await run(key);
      this.settle(null);
      return answer;
    } catch (thrown) {
      this.settle(problemFrom(thrown));
      throw thrown;
    }
  }
}

/** More calls than these are never without an outcome at once; the oldest is forgotten first. */
const OPEN_CALLS_MAXIMUM = 100;

/**
 * Keys for calls that no page holds an intent for: the same path and body keep their key while the
 * outcome is unknown, so that pressing the button again after a lost answer repeats the same wish.
 */
export class OpenCalls {
  readonly #keys = new Map<string, string>();
  readonly #newKey: () => string;

  constructor(newKey: () => string = () => crypto.randomUUID()) {
    this.#newKey = newKey;
  }

  async attempt<Answer>(
    call: { path: string; body: unknown },
    run: (key: string) => Promise<Answer>,
  ): Promise<Answer> {
    const name = JSON.stringify(call);
    const key = this.#keys.get(name) ?? this.#newKey();
    this.#keys.set(name, key);
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > OPEN_CALLS_MAXIMUM && oldest !== undefined) this.#keys.delete(oldest);
    try {
      const answer = await run(key);
      this.#keys.delete(name);
      return answer;
    } catch (thrown) {
      if (!problemFrom(thrown).outcomeUnknown) this.#keys.delete(name);
      throw thrown;
    }
  }
}

/** An intent that lives as long as the component; see `Intent`. */
export function useIntent(): Intent {
  const intent = useRef<Intent | null>(null);
  intent.current ??= new Intent();
  return intent.current;
}
