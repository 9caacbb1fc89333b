import type { CpuSeconds } from "./cpu.ts";
import { percentile } from "./load/percentile.ts";
import { watchSteal } from "./processors.ts";

export type Measured = {
  readonly perSecond: number;
  readonly p50Milliseconds?: number;
  readonly p99Milliseconds?: number;
  readonly p999Milliseconds?: number;
  /** Of each thing that was done; where it is known. */
  readonly cpuSeconds?: CpuSeconds;
};

/** One thing that is measured once a round. */
export type Phase = {
  readonly key: string;
  readonly label: string;
  /** Longer when a goal depends on it. */
  readonly isGoal: boolean;
  /** Counts entries, which compare with no transaction of TPC-B. */
  readonly countsEntries?: true;
  run(it: { round: number; seconds: number }): Promise<Measured>;
};

export type Sample = Measured & {
  /** The speed over that of TPC-B shortly before. */
  readonly ratio: number;
  readonly stealPercent: number | null;
};

export type Row = Pick<Phase, "key" | "label" | "countsEntries"> & { readonly samples: Sample[] };

export type Results = {
  readonly rows: readonly Row[];
  /** Measures the phase and keeps the sample. */
  measure(phase: Phase, it: { round: number; seconds: number }): Promise<Sample>;
  /** A phase whose speed is what the ratios of the following ones are made with. */
  measureYardstick(phase: Phase, it: { round: number; seconds: number }): Promise<Sample>;
  samplesOf(key: string): readonly Sample[];
};

export function openResults(print: (line: string) => void): Results {
  const rows: Row[] = [];
  let yardstick: number | null = null;
  const rowOf = (phase: Phase): Row => {
    const known = rows.find(({ key }) => key === phase.key);
    if (known) return known;
    const row: Row = { ...phase, samples: [] };
    rows.push(row);
    return row;
  };
  const measure: Results["measure"] = async (phase, it) => {
    const steal = watchSteal();
    const measured = await phase.run(it);
    const sample: Sample = {
      ...measured,
      ratio: measured.perSecond / (yardstick ?? measured.perSecond),
      stealPercent: steal.percent(),
    };
    rowOf(phase).samples.push(sample);
    print(
      `  ${phase.label}: ${Math.round(sample.perSecond)}/s, ${sample.ratio.toFixed(2)} × TPC-B`,
    );
    return sample;
  };
  return {
    rows,
    measure,
    async measureYardstick(phase, it) {
      yardstick = null;
      const sample = await measure(phase, it);
      yardstick = sample.perSecond;
      return sample;
    },
    samplesOf: (key) => rows.find((row) => row.key === key)?.samples ?? [],
  };
}

/** The middle one; of an even number the lower, which flatters nobody. NaN for none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  return percentile(Float64Array.from(values).sort(), 0.5);
}
