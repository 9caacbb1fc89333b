import { fromRfc3339, type Instant } from "../kernel/clock.ts";
import { pointsFromJson, ZERO } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { invalid, ok, type Result } from "../kernel/result.ts";
import type { Context } from "./context.ts";
import type { NewProgramme } from "./contract.ts";
import { insertProgramme } from "./programme.store.ts";
import type { Programme } from "./programme.ts";

/** Opens a programme for what sellers do from now on; what they did before does not count. */
export async function defineProgramme(
  { deps }: Context,
  { wanted, by, language }: { wanted: NewProgramme; by: string; language: Language },
): Promise<Result<Programme, "invalid_request">> {
  const now = deps.clock.now();
  const startsAt = momentOf(wanted.startsAt, { otherwise: now });
  if (startsAt === undefined) return wrongTime("/startsAt", language);
  const endsAt = momentOf(wanted.endsAt, { otherwise: null });
  if (endsAt === undefined) return wrongTime("/endsAt", language);
  if (endsAt !== null && endsAt <= startsAt) {
    const detail = language === "en" ? "The end is after the start." : "结束时间须晚于开始时间。";
    return invalid("/endsAt", "too_early", detail);
  }
  // From here it succeeds.
  const programme: Programme = {
    id: deps.ids.next("incentiveProgramme"),
    name: wanted.name,
    trigger: wanted.trigger,
    reward: wanted.reward,
    budgetPoints: wanted.budgetPoints ? pointsFromJson(wanted.budgetPoints) : null,
    grantedPoints: ZERO,
    startsAt,
    endsAt,
    createdAt: now,
  };
  await insertProgramme(deps.database, programme, by);
  return ok(programme);
}

/** Undefined for a text that names no moment. */
function momentOf<Default>(
  text: string | null | undefined,
  { otherwise }: { otherwise: Default },
): Instant | Default | undefined {
  if (text === null || text === undefined) return otherwise;
  return fromRfc3339(text) ?? undefined;
}

function wrongTime(pointer: string, language: Language) {
  const detail = language === "en" ? "There is no such moment." : "没有这个时刻。";
  return invalid(pointer, "wrong_format", detail);
}
