import { randomUUID } from "node:crypto";

export type ApiClient = { post<Answer>(path: string, body: object): Promise<Answer> };

/** One browser, for what is prepared before anything is measured. Throws when it is refused. */
export function openClient(port: number, startCookie = ""): ApiClient {
  let cookie = startCookie;
  return {
    async post<Answer>(path: string, body: object) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": randomUUID(), cookie },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
      const [set] = answer.headers.getSetCookie();
      cookie = set?.split(";")[0] ?? cookie;
      return (text === "" ? null : JSON.parse(text)) as Answer;
    },
  };
}
