/** What the load process is told to do, and what it tells afterwards. Goes between processes as JSON. */
export type LoadPlan = {
  /** The file with shops and customers, as `Crowd`. */
  readonly crowdFile: string;
  readonly request: "award" | "bulk" | "conversion" | "quote_and_conversion" | "order" | "read";
  /** Connections are spread over these ports in turn. */
  readonly ports: readonly number[];
  readonly connections: number;
  /** All at the first shop, or over all the others. */
  readonly hot: boolean;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Requests a second, at moments fixed beforehand; null for as fast as answers come. */
  readonly perSecond: number | null;
  /** How many requests are worth making beforehand. */
  readonly expectedRequests: number;
  readonly receiptsPerRequest: number;
  /** In a run of the load no two requests have the same name. */
  readonly name: string;
  /** For conversions: one a request, in this order. */
  readonly quotes: readonly { readonly id: string; readonly cookie: string }[];
  /** For reads: what is asked for, in turn; by people who are signed in, or by anyone. */
  readonly reads: { readonly paths: readonly string[]; readonly isSignedIn: boolean };
};

export type LoadResult = {
  /** Requests that were answered 2xx, before, in and after the measured time. */
  readonly accepted: number;
  /** Of those, in the measured time. */
  readonly measured: number;
  readonly measuredSeconds: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  readonly p999Milliseconds: number;
  /** Answers that were no success, and the first of them. */
  readonly refused: number;
  readonly firstRefusal: string | null;
};

/** Who buys and where. The first shop is the hot one and has customers of its own. */
export type Crowd = {
  readonly shops: readonly {
    readonly id: string;
    readonly key: string;
    readonly productId: string;
  }[];
  /** What the mall has to redeem; the first is the hot one. */
  readonly redeemables: readonly string[];
  readonly spread: readonly Person[];
  readonly hot: readonly Person[];
};
export type Person = { readonly id: string; readonly shop: number; readonly cookie?: string };
