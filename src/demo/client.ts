import type { FastifyInstance } from "fastify";
import { invariant } from "../kernel/invariant.ts";

type Answer = { status: number; body: never };

/** One person's use of the API, from inside the process: the town is built through the front door. */
export type Client = {
  get(path: string): Promise<Answer>;
  post(path: string, body?: object, key?: string): Promise<Answer>;
};

const ADDRESS = "127.0.0.1";

export function createClient(http: FastifyInstance): Client {
  let cookie = "";
  const call = async (method: "GET" | "POST", path: string, more: object): Promise<Answer> => {
    const response = await http.inject({
      method,
      url: `/api/v1${path}`,
      remoteAddress: ADDRESS,
      ...more,
    });
    // Behind TLS the name has a prefix.
    const set = response.cookies.find(
      ({ name, value }) => name.endsWith("tongdui_session") && value !== "",
    );
    if (set) cookie = `${set.name}=${set.value}`;
    return {
      status: response.statusCode,
      body: (response.body === "" ? null : response.json()) as never,
    };
  };
  return {
    get: (path) => call("GET", path, { headers: { cookie } }),
    post: (path, body, key) =>
      call("POST", path, {
        headers: { cookie, ...(key ? { "idempotency-key": key } : {}) },
        ...(body ? { payload: body } : {}),
      }),
  };
}

/** The answer's body; throws when the town's own request was refused. */
export function expectOk<Body>(answer: Answer): Body {
  invariant(answer.status < 400, `the demo town was refused: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
