import { expect, test } from "vitest";
import { deviceName } from "./device-name.ts";

test.each([
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1",
    "iPhone · Safari",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/130.0 Safari/537 Edg/130.0",
    "Windows · Edge",
  ],
  [
    "Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537 MicroMessenger/8",
    "Android · WeChat",
  ],
  ["curl/8", "Passkey"],
])("the browser %s is called %s", (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});
