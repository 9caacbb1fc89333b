import { expect, test } from "vitest";
import { errorForLog, withoutPasswords } from "./error-for-log.ts";

test("an error in the log has neither its connection nor its row nor a password", () => {
  const error = Object.assign(new Error("no way to postgres://tongdui:s3cret@db:5432/tongdui"), {
    client: { password: "s3cret" },
    detail: "Key (phone)=(+8613900000000) already exists.",
    code: "23505",
  });
  const kept = JSON.stringify(errorForLog(error));
  expect(kept).toContain("postgres://tongdui:***@db:5432/tongdui");
  expect(kept).toContain("23505");
  expect(kept).not.toMatch(/s3cret|13900000000|client/);
  expect(withoutPasswords("http://localhost:3000/x")).toBe("http://localhost:3000/x");
});
