import { parseArgs } from "node:util";

/** How long each measurement lasts, and how often it is repeated. */
export type Pace = {
  readonly rounds: number;
  /** A measurement that a goal depends on. */
  readonly goalSeconds: number;
  /** The rest of the matrix. */
  readonly otherSeconds: number;
  readonly tpcbSeconds: number;
  /** Before each measurement. */
  readonly warmUpSeconds: number;
  /** Once, for each kind of request, when servers have started. */
  readonly warmServersSeconds: number;
  readonly tpcbScale: number;
  readonly customers: number;
  /** With `--reads`. */
  readonly readers: number;
  readonly products: number;
};

export type Options = {
  readonly pace: Pace;
  readonly large: boolean;
  readonly midnight: boolean;
  readonly reads: boolean;
  /** Which groups to run; null for all. */
  readonly only: ReadonlySet<string> | null;
  readonly profileFolder: string | null;
};

const DEFAULT_PACE: Pace = {
  rounds: 3,
  goalSeconds: 3,
  otherSeconds: 1.5,
  tpcbSeconds: 3,
  warmUpSeconds: 0.4,
  warmServersSeconds: 20,
  tpcbScale: 32,
  customers: 40_000,
  readers: 1_000_000,
  products: 200_000,
};

const QUICK_PACE: Pace = {
  rounds: 1,
  goalSeconds: 2,
  otherSeconds: 1,
  tpcbSeconds: 2,
  warmUpSeconds: 0.3,
  warmServersSeconds: 1,
  tpcbScale: 16,
  customers: 8_000,
  readers: 8_000,
  products: 20_000,
};

export const USAGE = `npm run bench:ledger -- [--quick] [--large] [--midnight] [--reads] [--only group,group] [--rounds N] [--seconds N] [--profile FOLDER]

  --quick      one short round, to see that everything runs; its numbers mean little
  --large      also on 1,000,000 customers and 20,000,000 entries (some 10 GB in the temporary folder)
  --midnight   also the till while a million lots expire
  --reads      also wallet, movements, products and search, with 1,000,000 customers and 200,000 products
  --only       groups, "none" for only what has a flag: functions, engine, awards, bulk, conversions, orders, recount
  --rounds     how often each measurement is repeated (3)
  --seconds    how long one that a goal depends on lasts (3)
  --profile    a folder for CPU profiles (.cpuprofile) of the servers, which slows them, and
               a summary of where their time went; profile/ when none is named`;

const PROFILE_FOLDER = "profile";

/** `--profile` may stand without a folder. */
function withProfileFolder(args: readonly string[]): string[] {
  return args.flatMap((argument, index) => {
    const next = args[index + 1];
    const isBare = argument === "--profile" && (next === undefined || next.startsWith("--"));
    return isBare ? [argument, PROFILE_FOLDER] : [argument];
  });
}

/** Throws with the usage when an argument is not known. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: withProfileFolder(args),
    options: {
      quick: { type: "boolean", default: false },
      large: { type: "boolean", default: false },
      midnight: { type: "boolean", default: false },
      reads: { type: "boolean", default: false },
      only: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      profile: { type: "string" },
    },
  });
  const pace = values.quick ? QUICK_PACE : DEFAULT_PACE;
  const goalSeconds = positive(values.seconds, pace.goalSeconds);
  return {
    pace: { ...pace, goalSeconds, rounds: positive(values.rounds, pace.rounds) },
    large: values.large,
    midnight: values.midnight,
    reads: values.reads,
    profileFolder: values.profile ?? null,
    only: values.only === undefined ? null : new Set(values.only.split(",")),
  };
}

function positive(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!(value > 0)) throw new Error(`"${text}" is not a positive number.`);
  return value;
}
