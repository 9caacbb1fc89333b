/** Why there is no picture. */
export type CameraFault = "insecure" | "refused" | "missing" | "in_use" | "failed";

/**
 * The names that `getUserMedia` throws, told apart by what the person can do about them. Browsers
 * say `AbortError` and `NotReadableError` both when another program holds the camera.
 */
export function cameraFaultOf(thrown: unknown): CameraFault {
  switch (thrown instanceof Error || thrown instanceof DOMException ? thrown.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "in_use";
    default:
      return "failed";
  }
}
