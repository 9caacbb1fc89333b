import { afterEach, describe, expect, test, vi } from "vitest";
import { cameraFaultOf } from "./camera-fault.ts";
import { base64Of, fitted } from "./grab-frame.ts";
import { closeCamera, openCamera } from "./open-camera.ts";

function browserWith(of: {
  secure: boolean;
  camera?: (wanted: MediaStreamConstraints) => Promise<unknown>;
}) {
  vi.stubGlobal("isSecureContext", of.secure);
  const mediaDevices = of.camera === undefined ? undefined : { getUserMedia: of.camera };
  vi.stubGlobal("navigator", { mediaDevices });
}

afterEach(() => vi.unstubAllGlobals());

describe("a camera that does not open", () => {
  test.each([
    ["NotAllowedError", "refused"],
    ["SecurityError", "refused"],
    ["NotFoundError", "missing"],
    ["OverconstrainedError", "missing"],
    ["NotReadableError", "in_use"],
    ["AbortError", "in_use"],
    ["TypeError", "failed"],
  ])("with %s is %s", (name, fault) => {
    expect(cameraFaultOf(new DOMException("no", name))).toBe(fault);
  });

  test("says why as an answer", async () => {
    const camera = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    browserWith({ secure: true, camera });
    expect(await openCamera()).toEqual({ ok: false, fault: "refused" });
  });

  test("is not even asked for where the page is not secure", async () => {
    const camera = vi.fn(async () => ({}));
    browserWith({ secure: false, camera });
    expect(await openCamera()).toEqual({ ok: false, fault: "insecure" });
    expect(camera).not.toHaveBeenCalled();
  });

  test("is missing in a browser that knows no cameras", async () => {
    browserWith({ secure: true });
    expect(await openCamera()).toEqual({ ok: false, fault: "missing" });
  });
});

test("a camera is asked for its front and without sound, and is closed with all its tracks", async () => {
  const stop = vi.fn();
  const stream = { getTracks: () => [{ stop }, { stop }] } as unknown as MediaStream;
  const camera = vi.fn<(wanted: MediaStreamConstraints) => Promise<unknown>>(async () => stream);
  browserWith({ secure: true, camera });
  expect(await openCamera()).toEqual({ ok: true, stream });
  expect(camera.mock.calls[0]?.[0]).toMatchObject({ audio: false, video: { facingMode: "user" } });
  closeCamera(stream);
  expect(stop).toHaveBeenCalledTimes(2);
});

describe("a picture", () => {
  test.each([
    [640, 480, 640, 480],
    [1280, 720, 640, 360],
    [480, 640, 480, 640],
    [1080, 1920, 360, 640],
    [320, 240, 320, 240],
  ])("of %i × %i is sent as %i × %i", (width, height, sentWidth, sentHeight) => {
    expect(fitted(width, height)).toEqual({ width: sentWidth, height: sentHeight });
  });

  test("travels as base64", async () => {
    expect(await base64Of(new Blob([new Uint8Array([255, 216, 255, 0])]))).toBe("/9j/AA==");
  });
});
