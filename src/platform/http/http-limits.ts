// How long a connection may take, and what it may send before anything is known of it.

/** Small bodies only, unless an endpoint says otherwise. */
export const BODY_LIMIT_BYTES = 1024 * 1024;

export type ConnectionLimits = {
  readonly headersMilliseconds: number;
  readonly requestMilliseconds: number;
  readonly keepAliveMilliseconds: number;
  readonly checkEveryMilliseconds: number;
  readonly connectionsMaximum: number;
};

export const CONNECTION_LIMITS: ConnectionLimits = {
  /** Headers are one packet or two; who needs longer sends them byte by byte. */
  headersMilliseconds: 10_000,
  /** The pictures of a face check, 2.6 MB, arrive in this time at 350 kbit/s. */
  requestMilliseconds: 60_000,
  /** Longer than proxies keep their connections, so that none sends into one that closes. */
  keepAliveMilliseconds: 75_000,
  /** Node looks for overdue connections this often; its default of 30 s would double the time. */
  checkEveryMilliseconds: 2_000,
  /** Each takes a file and some 20 kB; 10,000 are far beyond what two processors answer. */
  connectionsMaximum: 10_000,
};
