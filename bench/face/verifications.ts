import type { EnrolledCustomer } from "./people.ts";

export const VERIFICATIONS_AT_ONCE = 20;

export type Verified<Answer> = {
  readonly answer: Answer;
  /** How long each took that had its answer meanwhile, in milliseconds, sorted. */
  readonly durations: readonly number[];
  /** The fewest that were under way at any moment: the figures count only when it is twenty. */
  readonly fewestAtOnce: number;
};

/**
 * Measures while twenty sign-ins by face are under way: twenty are sent in one moment, and whoever
 * has moved as asked waits until one of the others has its answer. A sign-in that is refused throws.
 */
export async function duringVerifications<Answer>(
  customers: readonly EnrolledCustomer[],
  measure: () => Promise<Answer>,
): Promise<Verified<Answer>> {
  const durations: number[] = [];
  const places = openPlaces();
  let isOver = false;
  const signInAgainAndAgain = async (customer: EnrolledCustomer, prepared: () => Promise<void>) => {
    for (let send = prepared; !isOver; send = await customer.prepareSignIn()) {
      await places.enter();
      const started = performance.now();
      if (!isOver) await send();
      if (!isOver) durations.push(performance.now() - started);
      places.leave(isOver);
    }
  };
  const prepared = await Promise.all(
    customers.map(async (customer) => ({ customer, send: await customer.prepareSignIn() })),
  );
  const measured = measure().finally(() => {
    isOver = true;
  });
  const signIns = prepared.map(({ customer, send }) => signInAgainAndAgain(customer, send));
  const [answer] = await Promise.all([measured, ...signIns]);
  durations.sort((one, other) => one - other);
  return { answer, durations, fewestAtOnce: places.fewest() };
}

/** Twenty places; whoever leaves one gives it to the first who waits. */
function openPlaces() {
  let taken = 0;
  let fewest = VERIFICATIONS_AT_ONCE;
  const waiting: (() => void)[] = [];
  return {
    async enter(): Promise<void> {
      if (taken === VERIFICATIONS_AT_ONCE) return new Promise((go) => waiting.push(go));
      taken += 1;
    },
    leave(isOver: boolean): void {
      const next = waiting.shift();
      if (next !== undefined) {
        next();
        return;
      }
      taken -= 1;
      if (!isOver) fewest = Math.min(fewest, taken);
    },
    fewest: () => fewest,
  };
}
