import { expect, test } from "vitest";
import { consentText } from "../methods/face/consent-text.ts";
import { NOTIFICATION_TEXTS } from "./notification-texts.ts";

/** A password cannot be changed yet, and an account cannot be closed. */
const NOT_BUILT =
  /change your password|delete your account|close your account|修改密码|更改密码|注销/i;

test.each(["en", "zh-CN"] as const)("texts in %s speak only of what exists", (language) => {
  const texts = Object.values(NOTIFICATION_TEXTS).map((one) => one[language].text);
  const consent = consentText(language, 365).sections.map(({ body }) => body);
  expect(texts.length).toBeGreaterThan(0);
  for (const text of [...texts, ...consent]) expect(text).not.toMatch(NOT_BUILT);
});
