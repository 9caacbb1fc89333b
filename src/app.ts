import type { FastifyInstance } from "fastify";
import { type Logger, pino } from "pino";
import { createEarning } from "./earning/index.ts";
import { createExchange } from "./exchange/index.ts";
import { createIdentity, type FacePipeline, type NoPipeline } from "./identity/index.ts";
import { createIncentives } from "./incentives/index.ts";
import { type Clock, systemClock } from "./kernel/clock.ts";
import { createIds, type IdSource } from "./kernel/ids.ts";
import {
  auditRegularly,
  expireAllDue,
  foldTallies,
  ledgerEndpoints,
  matureAllDue,
} from "./ledger/index.ts";
import { createMall } from "./mall/index.ts";
import { createMerchants } from "./merchants/index.ts";
import type { Database } from "./platform/db/database.ts";
import type { Deps } from "./platform/deps.ts";
import { createEvents } from "./platform/events/events.ts";
import type { Endpoint } from "./platform/http/endpoint.ts";
import { createServer, type TrustProxy } from "./platform/http/server.ts";
import { forgetOldAnswers } from "./platform/idempotency/forget-old-answers.ts";
import type { Job } from "./platform/jobs/jobs.ts";
import type { LaneLimits } from "./platform/lanes/lanes.ts";
import { serveOperations } from "./platform/telemetry/operations.ts";
import { serveWeb, WEB_ROOT } from "./platform/web/serve-web.ts";

export type AppOptions = {
  database: Database;
  origin: string;
  secret: Buffer;
  clock?: Clock;
  ids?: IdSource;
  logger?: Logger;
  metricsToken?: string | null;
  checkAnswers?: boolean;
  lanes?: LaneLimits;
  trustProxy?: TrustProxy;
  /** Looks at pictures of faces, or says why it cannot; whoever opened it closes it. */
  facePipeline?: FacePipeline | NoPipeline;
};

export type App = Awaited<ReturnType<typeof createApp>>;

/** Everything there is, built by hand: the table of contents of the server. */
export async function createApp(options: AppOptions) {
  const clock = options.clock ?? systemClock;
  const deps: Deps = {
    database: options.database,
    clock,
    ids: options.ids ?? createIds(clock),
    events: createEvents(),
    origin: options.origin,
    secret: options.secret,
  };
  const logger = options.logger ?? pino({ level: "silent" });
  const modules = createModules(deps, { logger, facePipeline: options.facePipeline });
  const { identity, merchants, mall } = modules;
  const endpoints = endpointsOf(deps, modules);
  const http = await createServer({
    endpoints,
    database: deps.database,
    clock,
    logger,
    origin: options.origin,
    checkAnswers: options.checkAnswers ?? false,
    ...(options.lanes ? { lanes: options.lanes } : {}),
    ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
    async authenticate({ cookies, authorization }) {
      if (authorization === undefined) {
        const { caller, cookies: renewed } = await identity.authenticate(cookies);
        return { caller: caller ?? { kind: "anonymous" }, cookies: renewed };
      }
      const machine = await merchants.authenticateMachine(authorization);
      return { caller: machine ?? { kind: "anonymous" } };
    },
  });
  serveOperations(http, { database: deps.database, metricsToken: options.metricsToken ?? null });
  servePictures(http, mall.readPicture);
  await serveWeb(http, WEB_ROOT);
  return { ...modules, deps, endpoints, http, jobs: jobsOf(deps, modules) };
}

type Modules = ReturnType<typeof createModules>;

/** Identity asks merchants for roles and merchants ask identity for people, hence the late arrows. */
function createModules(
  deps: Deps,
  { logger, facePipeline }: { logger: Logger; facePipeline?: AppOptions["facePipeline"] },
) {
  const identity = createIdentity(deps, {
    membershipsOf: (sql, accountIds) => merchants.membershipsOfAll(sql, accountIds),
    verificationPolicy: async (sql) => {
      const policies = await merchants.policies(sql);
      return {
        windowSeconds: policies.verificationWindowSeconds,
        methods: policies.verificationMethods,
      };
    },
    facePolicy: async (sql) => {
      const policies = await merchants.policies(sql);
      return {
        loginAllowed: policies.faceLoginAllowed,
        acceptAt: policies.faceAcceptAt,
        offerPasskeyAt: policies.faceOfferPasskeyAt,
        retentionDays: policies.faceRetentionDays,
      };
    },
    ...(facePipeline ? { facePipeline } : {}),
  });
  const merchants = createMerchants(deps, {
    identity,
    countCustomers: identity.countCustomers,
    countFaces: identity.countFaces,
  });
  const earning = createEarning(deps, { identity, merchants });
  const exchange = createExchange(deps, { merchants, earning });
  const mall = createMall(deps, {
    identity,
    merchants,
    exchange,
    logger,
    commissionFreeUntil: (sql, sellerIds) => incentives.commissionFreeUntil(sql, sellerIds),
  });
  const incentives = createIncentives(deps, { merchants });
  return { identity, merchants, earning, exchange, mall, incentives };
}

function endpointsOf(deps: Deps, modules: Modules): readonly Endpoint[] {
  return [
    ...modules.identity.endpoints,
    ...modules.merchants.endpoints,
    ...modules.earning.endpoints,
    ...modules.exchange.endpoints,
    ...modules.mall.endpoints,
    ...modules.incentives.endpoints,
    ...ledgerEndpoints(deps),
  ];
}

function jobsOf(
  { database, clock }: Deps,
  { identity, merchants, exchange, mall }: Modules,
): readonly Job[] {
  return [
    {
      name: "mature points",
      everySeconds: 10,
      run: (signal) => matureAllDue(database.background, { clock, signal }),
    },
    {
      name: "fold tallies",
      everySeconds: 10,
      run: (signal) => foldTallies(database.background, { signal }),
    },
    {
      name: "expire points",
      everySeconds: 60,
      run: (signal) => expireAllDue(database.background, { clock, signal }),
    },
    {
      name: "recount",
      everySeconds: 60,
      run: (signal) => auditRegularly(database, clock.now(), { signal }),
    },
    {
      name: "complete delivered orders",
      everySeconds: 60,
      run: (signal) => mall.completeDelivered(signal),
    },
    {
      name: "index outdated products",
      everySeconds: 3600,
      run: (signal) => mall.indexOutdated(signal),
    },
    {
      name: "forget unused pictures",
      everySeconds: 3600,
      run: (signal) => mall.forgetUnusedPictures(signal),
    },
    {
      name: "forget old quotes",
      everySeconds: 3600,
      run: (signal) => exchange.forgetOldQuotes(signal),
    },
    {
      name: "forget old answers",
      everySeconds: 3600,
      run: (signal) => forgetOldAnswers(database.background, { now: clock.now(), signal }),
    },
    ...identity.jobs,
    ...merchants.jobs,
  ];
}

const PICTURE_FILE = /^(pic_[0-9a-z]{1,60})\.webp$/;

function servePictures(
  http: FastifyInstance,
  readPicture: (id: string) => Promise<Buffer | null>,
): void {
  http.get<{ Params: { file: string } }>(
    "/pictures/:file",
    { schema: { hide: true } },
    async (request, reply) => {
      const [, id] = PICTURE_FILE.exec(request.params.file) ?? [];
      const picture = id === undefined ? null : await readPicture(id);
      if (!picture) return reply.callNotFound();
      return reply
        .header("cache-control", "public, max-age=31536000, immutable")
        .type("image/webp")
        .send(picture);
    },
  );
}

const unused = async (): Promise<never> => {
  throw new Error("the document is made without a database");
};
/** For what is known without a database: the endpoints and their document. */
const NO_DATABASE: Database = {
  query: unused,
  execute: unused,
  transaction: unused,
  posting: unused,
  inOneFlight: unused,
  lookUps: { query: unused, execute: unused },
  background: { query: unused, execute: unused, transaction: unused, interrupt: () => undefined },
  close: async () => undefined,
};

/** Every endpoint, without a database: for tests that go through the list. */
export function buildEndpointList(): readonly Endpoint[] {
  const deps: Deps = {
    database: NO_DATABASE,
    clock: systemClock,
    ids: createIds(systemClock),
    events: createEvents(),
    origin: "http://localhost:3000",
    secret: Buffer.alloc(32),
  };
  return endpointsOf(deps, createModules(deps, { logger: pino({ level: "silent" }) }));
}

/** The OpenAPI document, without a database: for the snapshot that reviewers read. */
export async function buildOpenApi(): Promise<unknown> {
  const app = await createApp({
    database: NO_DATABASE,
    origin: "http://localhost:3000",
    secret: Buffer.alloc(32),
  });
  await app.http.ready();
  const document: unknown = JSON.parse(JSON.stringify(app.http.swagger()));
  await app.http.close();
  return document;
}
