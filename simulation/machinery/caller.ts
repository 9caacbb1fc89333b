import { expectThat } from "../model/violation.ts";
import { Mutex } from "./locks.ts";

const DAY = 86_400_000;
/** A session that nobody used for 30 days is over, and every session after 90. */
const IDLE_DAYS = 29;
const SESSION_DAYS = 89;

export const PASSWORD = "a quiet street at noon";

/** A browser with its cookie, or a program with its API key. */
export class Caller {
  readonly canSignIn: boolean;
  readonly #apiKey: string | null;
  readonly #login: string;
  readonly #now: () => number;
  readonly #signingIn = new Mutex();
  #cookie = "";
  #signedInAt = 0;
  #usedAt = 0;
  /** How often the session changed: the verified window belongs to one session. */
  sessions = 0;

  constructor(it: { login?: string; apiKey?: string; now(): number }) {
    this.#login = it.login ?? "";
    this.#apiKey = it.apiKey ?? null;
    this.#now = it.now;
    this.canSignIn = it.login !== undefined;
  }

  headers(): Record<string, string> {
    if (this.#apiKey !== null) return { authorization: `Bearer ${this.#apiKey}` };
    return this.#cookie === "" ? {} : { cookie: this.#cookie };
  }

  /** A cookie that replaces the one the request was sent with; an older answer changes nothing. */
  keepCookie(cookie: string, sentWith: string | undefined): void {
    this.#usedAt = this.#now();
    const isRemoval = cookie === "tongdui_session=";
    if (isRemoval || (sentWith ?? "") !== this.#cookie) return;
    this.#cookie = cookie;
  }

  startSession(cookie: string): void {
    this.#cookie = cookie;
    this.#signedInAt = this.#now();
    this.#usedAt = this.#now();
    this.sessions += 1;
  }

  /** A session ends only when it was left for long; lost answers do not end it. */
  async signInAgain(
    sentWith: string | undefined,
    post: (path: string, body: object) => Promise<string | null>,
  ): Promise<void> {
    const release = await this.#signingIn.acquire();
    try {
      // Another request of the same person was quicker.
      if (this.#cookie !== (sentWith ?? "")) return;
      const now = this.#now();
      expectThat(
        now - this.#signedInAt > SESSION_DAYS * DAY || now - this.#usedAt > IDLE_DAYS * DAY,
        () => `${this.#login} was signed out without a reason`,
      );
      const cookie = await post("/sessions", { login: this.#login, password: PASSWORD });
      if (cookie !== null) this.startSession(cookie);
    } finally {
      release();
    }
  }
}
