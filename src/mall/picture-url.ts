// A picture's address never changes what it shows, so it may be kept for ever.

export function pictureUrl(id: string): string {
  return `/pictures/${id}.webp`;
}

/** The id in an address that the contract's pattern has checked. */
export function pictureIdOf(url: string): string {
  return url.slice("/pictures/".length, -".webp".length);
}
