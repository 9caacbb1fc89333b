const soonDays = 60;
const dayMilliseconds = 86_400_000;

/** Whether an expiry is near enough to deserve a word on a card. */
export function expiresSoon(at: string, now: number): boolean {
  return Date.parse(at) - now < soonDays * dayMilliseconds;
}
