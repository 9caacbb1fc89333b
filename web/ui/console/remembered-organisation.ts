/** Whose choice it is: the next person at the same till starts with their own. */
type Choice = { readonly area: string; readonly accountId: string };

/** Which shop or seller a person had on screen last, so that a till opens on its own shop. */
export function rememberedOrganisation(choice: Choice): string | null {
  try {
    return localStorage.getItem(keyOf(choice));
  } catch {
    return null;
  }
}

export function rememberOrganisation(choice: Choice, organisationId: string): void {
  try {
    localStorage.setItem(keyOf(choice), organisationId);
  } catch {
    // Private windows may refuse storage; the choice then lasts for this page.
  }
}

function keyOf({ area, accountId }: Choice): string {
  return `tongdui.${area}.organisation.${accountId}`;
}
