/** Beyond a year the pace of the last weeks says nothing about the days left. */
const DAYS_TOLD_MAXIMUM = 365;

/** Whether a pool's days left are worth saying as a number. */
export function isTellable(days: number): boolean {
  return days <= DAYS_TOLD_MAXIMUM;
}
