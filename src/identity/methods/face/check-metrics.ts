import { Counter } from "prom-client";
import { platformMetrics } from "../../../platform/telemetry/metrics.ts";
import type { Face } from "../../face/index.ts";
import type { Purpose } from "./contract.ts";

/** Its equal error rate is 13.8 %: enough to watch a trend by, not enough to refuse anybody. */
const HIGH_SPOOF_RISK = 0.5;

const checks = new Counter({
  name: "tongdui_face_checks_total",
  help: "Attempts by face, by what for and how they ended; risk is of a picture of a picture.",
  labelNames: ["purpose", "outcome", "risk"],
  registers: [platformMetrics],
});

export function countCheck(
  purpose: Purpose,
  { outcome, faces }: { outcome: string; faces: readonly Face[] },
): void {
  const mean = faces.reduce((sum, face) => sum + face.spoofRisk, 0) / Math.max(faces.length, 1);
  checks.inc({ purpose, outcome, risk: mean >= HIGH_SPOOF_RISK ? "high" : "low" });
}
