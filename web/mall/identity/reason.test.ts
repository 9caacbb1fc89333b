import { describe, expect, test } from "vitest";
import { CHECK_FAULTS } from "../../../src/identity/methods/face/contract.ts";
import { ApiProblem } from "../../api/index.ts";
import { reasonOf } from "./reason.ts";

function refused(code: string, faults: string[] = [], retryAfterSeconds: number | null = null) {
  const errors = faults.map((fault) => ({ pointer: "", code: fault, detail: "" }));
  return new ApiProblem({ status: 401, code, errors, retryAfterSeconds });
}

describe("why a check failed", () => {
  test("is known for every fault the server can name", () => {
    for (const fault of CHECK_FAULTS) {
      expect(reasonOf(refused("liveness_failed", [fault]))).toEqual({ kind: "fault", fault });
    }
  });

  test("is what to mend first when there are several", () => {
    const problem = refused("poor_quality", ["too_few_frontal", "blurred", "too_dark"]);
    expect(reasonOf(problem)).toEqual({ kind: "fault", fault: "too_dark" });
  });

  test.each([
    ["no_face", { kind: "fault", fault: "no_face" }],
    ["many_faces", { kind: "fault", fault: "many_faces" }],
    ["face_not_matched", { kind: "refusal", refusal: "face_not_matched" }],
    ["challenge_expired", { kind: "refusal", refusal: "challenge_expired" }],
    ["liveness_failed", { kind: "other" }],
    ["offline", { kind: "other" }],
    ["rate_limited", { kind: "other" }],
  ])("%s without more is %o", (code, reason) => {
    expect(reasonOf(refused(code))).toEqual(reason);
  });

  test("of a locked method is how many minutes it lasts", () => {
    expect(reasonOf(refused("rate_limited", [], 3_540))).toEqual({ kind: "locked", minutes: 59 });
    expect(reasonOf(refused("rate_limited", [], 1))).toEqual({ kind: "locked", minutes: 1 });
  });

  test("that is a doubtful match sends to the passkey", () => {
    const problem = refused("face_not_matched", ["use_passkey"]);
    expect(reasonOf(problem)).toEqual({ kind: "fault", fault: "use_passkey" });
  });
});
