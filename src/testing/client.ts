import type { FastifyInstance } from "fastify";

export type Answer<Body = never> = {
  status: number;
  body: Body;
  text: string;
  headers: Record<string, string | string[] | number | undefined>;
};

export type CallOptions = {
  /** The Idempotency-Key; `null` sends none. Without it every POST gets a fresh one. */
  key?: string | null;
  headers?: Record<string, string>;
  /** Sends exactly this text as the body. */
  raw?: string;
};

/** One browser, or one program with an API key, talking to the server without a socket. */
export class Client {
  readonly #http: FastifyInstance;
  readonly #apiKey: string | undefined;
  #cookie = "";
  #keys = 0;

  constructor(http: FastifyInstance, apiKey?: string) {
    this.#http = http;
    this.#apiKey = apiKey;
  }

  get<Body = never>(path: string, options: CallOptions = {}) {
    return this.call<Body>("GET", path, undefined, options);
  }
  post<Body = never>(path: string, body?: object, options: CallOptions = {}) {
    return this.call<Body>("POST", path, body, options);
  }
  put<Body = never>(path: string, body?: object, options: CallOptions = {}) {
    return this.call<Body>("PUT", path, body, options);
  }
  patch<Body = never>(path: string, body?: object, options: CallOptions = {}) {
    return this.call<Body>("PATCH", path, body, options);
  }
  delete<Body = never>(path: string, options: CallOptions = {}) {
    return this.call<Body>("DELETE", path, undefined, options);
  }

  /** A success, or the test fails with what the server said. */
  async made<Body>(path: string, body: object = {}): Promise<Body> {
    const answer = await this.post<Body>(path, body);
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  async call<Body = never>(
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    body?: object,
    { key, headers = {}, raw }: CallOptions = {},
  ): Promise<Answer<Body>> {
    const sent = raw ?? body;
    const response = await this.#http.inject({
      method,
      url: path.startsWith("/api") ? path : `/api/v1${path}`,
      headers: {
        "accept-language": "en",
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(this.#apiKey ? { authorization: `Bearer ${this.#apiKey}` } : {}),
        ...(method === "POST" && key !== null ? { "idempotency-key": key ?? this.#nextKey() } : {}),
        ...(raw === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(sent === undefined ? {} : { payload: sent }),
    });
    const session = response.cookies.find(({ name }) => name === "tongdui_session");
    if (session) this.#cookie = session.value ? `tongdui_session=${session.value}` : "";
    const isJson = String(response.headers["content-type"]).includes("json");
    return {
      status: response.statusCode,
      body: (isJson && response.body !== "" ? response.json() : null) as Body,
      text: response.body,
      headers: response.headers,
    };
  }

  #nextKey(): string {
    this.#keys += 1;
    return `key-${this.#keys}`;
  }
}
