/** What a page keeps of a person outside of the query client, and how it forgets it. */
const forgetters = new Set<() => void | Promise<void>>();

/** `forget` runs when the person signs out; it must not throw. */
export function atSignOut(forget: () => void | Promise<void>): void {
  forgetters.add(forget);
}

export async function forgetPerson(): Promise<void> {
  for (const forget of forgetters) await forget();
}
