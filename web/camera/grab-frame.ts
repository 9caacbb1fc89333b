/** The longest side of what is sent, in pixels: the server looks at no more than this. */
const LONGEST_SIDE = 640;
/** A 640 × 480 picture of a face has 30 to 50 kB at it; the edges of the eyes stay sharp. */
const JPEG_QUALITY = 0.85;

export type FrameGrabber = { grab(video: HTMLVideoElement): Promise<Blob | null> };

/** Takes JPEG pictures of a video as it is, unmirrored. */
export function createFrameGrabber(): FrameGrabber {
  const canvas = document.createElement("canvas");
  return {
    async grab(video) {
      const { width, height } = fitted(video.videoWidth, video.videoHeight);
      const context = canvas.getContext("2d");
      if (context === null || width === 0) return null;
      canvas.width = width;
      canvas.height = height;
      context.drawImage(video, 0, 0, width, height);
      return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
    },
  };
}

/** A size within the bounds, in the same proportions, never enlarged. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height, 1));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** The bytes of a picture as they travel in JSON. */
export async function base64Of(picture: Blob): Promise<string> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
