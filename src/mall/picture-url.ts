// A picture's address never changes what it shows, so it may be kept for ever.

const UPLOADED = "/pictures/";

export function pictureUrl(id: string): string {
  return `${UPLOADED}${id}.webp`;
}

/** The id of an uploaded picture; null for an address at another site. */
export function pictureIdOf(url: string): string | null {
  return url.startsWith(UPLOADED) ? url.slice(UPLOADED.length, -".webp".length) : null;
}
