/** One fault of a refused body. `pointer` is a JSON pointer such as `/lines/0/quantity`. */
export type FieldFault = {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
};

/** The refusal or failure of one call. `status` 0 means that no answer came at all. */
export class ApiProblem extends Error {
  readonly status: number;
  /** The stable code of the server's catalogue, or `offline`, `timeout`, `unknown`. */
  readonly code: string;
  /** In the language on screen; empty when the browser, not the server, found the problem. */
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldFault[];
  readonly retryAfterSeconds: number | null;

  constructor(of: {
    status: number;
    code: string;
    title?: string;
    detail?: string;
    errors?: readonly FieldFault[];
    retryAfterSeconds?: number | null;
  }) {
    super(of.detail ?? of.title ?? of.code);
    this.name = "ApiProblem";
    this.status = of.status;
    this.code = of.code;
    this.title = of.title ?? "";
    this.detail = of.detail ?? "";
    this.errors = of.errors ?? [];
    this.retryAfterSeconds = of.retryAfterSeconds ?? null;
  }

  /** What to print beside the field at this pointer (`/price`), if the server objected to it. */
  fieldError(pointer: string): string | undefined {
    return this.errors.find((fault) => fault.pointer === pointer)?.detail;
  }

  /** False when all of it is already printed beside the fields at these pointers. */
  saysMoreThan(...pointers: readonly string[]): boolean {
    return (
      this.errors.length === 0 || this.errors.some((fault) => !pointers.includes(fault.pointer))
    );
  }

  /** True when nobody can say whether the server acted: the same key must be used again. */
  get outcomeUnknown(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}

/** Reads an answer that is not 2xx; anything that is not problem+json becomes `unknown`. */
export async function problemFromResponse(response: Response): Promise<ApiProblem> {
  const retryAfterSeconds = secondsOf(response.headers.get("retry-after"));
  const body = await response.json().catch(() => null);
  if (!isRecord(body) || typeof body.code !== "string") {
    return new ApiProblem({ status: response.status, code: "unknown", retryAfterSeconds });
  }
  return new ApiProblem({
    status: response.status,
    code: body.code,
    title: textOf(body.title),
    detail: textOf(body.detail),
    errors: Array.isArray(body.errors) ? body.errors.flatMap(faultOf) : [],
    retryAfterSeconds,
  });
}

/** Whatever was thrown, as a problem that can be shown. */
export function problemFrom(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  if (thrown instanceof DOMException && thrown.name === "TimeoutError") {
    return new ApiProblem({ status: 0, code: "timeout" });
  }
  if (thrown instanceof TypeError) return new ApiProblem({ status: 0, code: "offline" });
  return new ApiProblem({ status: 0, code: "unknown" });
}

function faultOf(fault: unknown): FieldFault[] {
  if (!isRecord(fault) || typeof fault.pointer !== "string") return [];
  return [{ pointer: fault.pointer, code: textOf(fault.code), detail: textOf(fault.detail) }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function secondsOf(header: string | null): number | null {
  const seconds = header === null ? Number.NaN : Number(header);
  return Number.isFinite(seconds) ? seconds : null;
}
