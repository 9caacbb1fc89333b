// What the world and a server under simulation tell each other.

export type ServerOptions = {
  readonly port: number;
  readonly origin: string;
  readonly databaseUrl: string;
  /** Milliseconds; the server's clock stands there until it is told otherwise. */
  readonly now: number;
  readonly jobsRun: boolean;
  readonly operator: { readonly login: string; readonly password: string } | null;
};

export type ToServer =
  | { readonly kind: "clock"; readonly of: number; readonly now: number }
  | { readonly kind: "jobs"; readonly of: number };

export type FromServer =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly of: number }
  | { readonly kind: "failed"; readonly of: number; readonly because: string }
  | { readonly kind: "answered"; readonly request: string };
