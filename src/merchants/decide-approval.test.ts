import { describe, expect, test } from "vitest";
import { instant } from "../kernel/clock.ts";
import { decideApproval } from "./decide-approval.ts";

const EARLIER = instant(1_000);
const NOW = instant(2_000);

describe("what an approval or suspension makes of a merchant", () => {
  test.each([
    ["pending", null, "approve", "approved", NOW, "approved"],
    ["approved", EARLIER, "approve", "approved", EARLIER, null],
    ["suspended", EARLIER, "approve", "approved", EARLIER, "reinstated"],
    // Turned down first, approved after all: a newcomer still.
    ["suspended", null, "approve", "approved", NOW, "approved"],
    ["pending", null, "suspend", "suspended", null, "suspended"],
    ["approved", EARLIER, "suspend", "suspended", EARLIER, "suspended"],
    ["suspended", EARLIER, "suspend", "suspended", EARLIER, null],
  ] as const)("%s (first approved %s), %s → %s", (status, firstApprovedAt, decision, ...then) => {
    const [after, first, event] = then;
    const plan = decideApproval({ status, firstApprovedAt }, { decision, at: NOW });
    expect(plan).toEqual({ status: after, firstApprovedAt: first, event });
  });
});
