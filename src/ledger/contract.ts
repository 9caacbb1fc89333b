import { Type } from "typebox";
import { Answer, type Shape, SignedPointsJson, TimeJson } from "../platform/http/schema.ts";

/** `unit` is `mall`, `money` (fen) or a shop's id; issued = held + retired + difference. */
export const AuditAnswer = Answer({
  balanced: Type.Boolean(),
  units: Type.Array(
    Answer({
      unit: Type.String(),
      issued: SignedPointsJson,
      held: SignedPointsJson,
      retired: SignedPointsJson,
      difference: SignedPointsJson,
    }),
  ),
  checks: Type.Array(Answer({ name: Type.String(), differences: Type.Integer() })),
  checkedAt: TimeJson,
  entries: Type.Integer(),
});
export type AuditAnswer = Shape<typeof AuditAnswer>;
