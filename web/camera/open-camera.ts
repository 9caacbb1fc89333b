import { type CameraFault, cameraFaultOf } from "./camera-fault.ts";

export type OpenedCamera = { ok: true; stream: MediaStream } | { ok: false; fault: CameraFault };

/**
 * Enough for a face of 100 pixels at arm's length, and little to send. The height is the camera's own:
 * asked for both, browsers cut the upright picture of a phone to a square.
 */
const WANTED = { width: { ideal: 640 }, facingMode: "user" } as const;

/** Asks for the front camera. Never throws: what stands in the way is an answer. */
export async function openCamera(): Promise<OpenedCamera> {
  // Outside of https and localhost browsers have no `mediaDevices` at all.
  if (!globalThis.isSecureContext) return { ok: false, fault: "insecure" };
  if (navigator.mediaDevices === undefined) return { ok: false, fault: "missing" };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
    return { ok: true, stream };
  } catch (thrown) {
    return { ok: false, fault: cameraFaultOf(thrown) };
  }
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
