import { canonicalTimeZone } from "../../../src/kernel/local-day.ts";
import { readWholeNumber } from "../../../src/kernel/text/whole-number.ts";
import type { Policies, PolicyChanges } from "../../api/index.ts";

/** The policies that are one whole number, in the groups of the page. */
export const numberGroups = [
  [
    "value",
    [
      "pointValueFen",
      "saleReturnDays",
      "shopPointsExpireDays",
      "mallPointsExpireDays",
      "graceDays",
    ],
  ],
  ["fees", ["conversionFeeBasisPoints", "commissionBasisPoints"]],
  ["safety", ["verificationWindowSeconds", "quoteHoldSeconds", "orderReturnDays"]],
  ["faces", ["faceAcceptAt", "faceOfferPasskeyAt", "faceRetentionDays"]],
] as const;
export type NumberPolicy = (typeof numberGroups)[number][1][number];
export const boundNames = ["ratioMinimum", "ratioMaximum"] as const;
export type BoundName = (typeof boundNames)[number];
export const methods = ["passkey", "face"] as const;

/** The policies as they stand in the form: text, so that nothing typed is ever lost. */
export type PolicyDraft = {
  numbers: Record<NumberPolicy, string>;
  bounds: Record<BoundName, { shopPoints: string; mallPoints: string }>;
  methods: readonly string[];
  faceLoginAllowed: boolean;
  timeZone: string;
};

export function draftOf(policies: Policies): PolicyDraft {
  const bound = (name: BoundName) => ({
    shopPoints: String(policies[name].shopPoints),
    mallPoints: String(policies[name].mallPoints),
  });
  const names = numberGroups.flatMap(([, group]): readonly NumberPolicy[] => group);
  return {
    numbers: Object.fromEntries(
      names.map((name) => [name, String(policies[name] ?? "")]),
    ) as PolicyDraft["numbers"],
    bounds: { ratioMinimum: bound("ratioMinimum"), ratioMaximum: bound("ratioMaximum") },
    methods: policies.verificationMethods,
    faceLoginAllowed: policies.faceLoginAllowed,
    timeZone: policies.timeZone,
  };
}

/** What differs from the policies in force, or the names of fields that cannot be read. */
export function changesOf(
  draft: PolicyDraft,
  policies: Policies,
): { changes: PolicyChanges } | { faults: readonly string[] } {
  const faults: string[] = [];
  const changes: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(draft.numbers) as [NumberPolicy, string][]) {
    const value = whole(text, 0);
    if (value === null) faults.push(name);
    else if (value !== policies[name]) changes[name] = value;
  }
  for (const name of boundNames) {
    const shopPoints = whole(draft.bounds[name].shopPoints, 1);
    const mallPoints = whole(draft.bounds[name].mallPoints, 1);
    const before = policies[name];
    if (shopPoints === null || mallPoints === null) faults.push(name);
    else if (shopPoints !== before.shopPoints || mallPoints !== before.mallPoints) {
      changes[name] = { shopPoints, mallPoints };
    }
  }
  if (draft.methods.length === 0) faults.push("verificationMethods");
  else if ([...draft.methods].sort().join() !== [...policies.verificationMethods].sort().join()) {
    changes.verificationMethods = draft.methods;
  }
  if (draft.faceLoginAllowed !== policies.faceLoginAllowed) {
    changes.faceLoginAllowed = draft.faceLoginAllowed;
  }
  const zone = canonicalTimeZone(draft.timeZone);
  if (zone === null) faults.push("timeZone");
  else if (zone !== policies.timeZone) changes.timeZone = zone;
  return faults.length > 0 ? { faults } : { changes };
}

function whole(text: string, least: number): number | null {
  return readWholeNumber(text, { least });
}
