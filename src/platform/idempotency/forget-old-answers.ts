import { addDays, type Instant } from "../../kernel/clock.ts";
import type { Sql } from "../db/database.ts";
import { deleteAnswersBefore } from "./idempotency.store.ts";

/** The contract promises a day; a week lets a till that was off over a long weekend post its queue. */
const KEEP_DAYS = 7;

/** Forgets answers that nobody can be waiting for any more. Answers how many. */
export function forgetOldAnswers(sql: Sql, now: Instant): Promise<number> {
  return deleteAnswersBefore(sql, addDays(now, -KEEP_DAYS));
}
