import { randomUUID } from "node:crypto";

export type ApiClient = {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body: object): Promise<Answer>;
  put<Answer>(path: string, body: object): Promise<Answer>;
};

type ClientOptions = {
  /** Of a session that is open already. */
  readonly cookie?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** One browser or till. Throws when it is refused. */
export function openClient(port: number, options: ClientOptions = {}): ApiClient {
  let { cookie = "" } = options;
  const call = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: {
        ...options.headers,
        "idempotency-key": randomUUID(),
        cookie,
        ...(body && { "content-type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    const [set] = answer.headers.getSetCookie();
    cookie = set?.split(";")[0] ?? cookie;
    return (text === "" ? null : JSON.parse(text)) as Answer;
  };
  return {
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
    put: (path, body) => call("PUT", path, body),
  };
}
