/** Which shop or seller was on screen last, so that a till opens on its own shop. */
export function rememberedOrganisation(area: string): string | null {
  try {
    return localStorage.getItem(keyOf(area));
  } catch {
    return null;
  }
}

export function rememberOrganisation(area: string, organisationId: string): void {
  try {
    localStorage.setItem(keyOf(area), organisationId);
  } catch {
    // Private windows may refuse storage; the choice then lasts for this page.
  }
}

function keyOf(area: string): string {
  return `tongdui.${area}.organisation`;
}
