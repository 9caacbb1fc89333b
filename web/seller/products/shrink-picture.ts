/** Wide enough for a product page on a large screen. */
const sideMaximum = 1600;
/** Below the server's 8 MiB for a body, with room for base64. */
const bytesMaximum = 5 * 1024 * 1024;
const quality = 0.86;

export type Shrunk = { base64: string } | { fault: "unreadable" | "tooLarge" };

/** The size of a picture that fits in a square of `most`, its proportions kept. */
export function fittedSize(of: { width: number; height: number }, most = sideMaximum) {
  const scale = Math.min(1, most / Math.max(of.width, of.height));
  return {
    width: Math.max(1, Math.round(of.width * scale)),
    height: Math.max(1, Math.round(of.height * scale)),
  };
}

/** Reads a chosen file and makes it small enough to send over a phone network. */
export async function shrinkPicture(file: Blob): Promise<Shrunk> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return { fault: "unreadable" };
  const size = fittedSize(picture);
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, size.width, size.height);
  picture.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/webp", quality));
  if (blob === null) return { fault: "unreadable" };
  if (blob.size > bytesMaximum) return { fault: "tooLarge" };
  return { base64: await base64Of(blob) };
}

async function base64Of(blob: Blob): Promise<string> {
  const text = await new Promise<string>((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result as string);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
  return text.slice(text.indexOf(",") + 1);
}
