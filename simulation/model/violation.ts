/** The product did what its rules do not allow. Everything else that goes wrong is the harness's fault. */
export class Violation extends Error {
  override readonly name = "Violation";
}

export function expectThat(holds: boolean, message: () => string): void {
  if (!holds) throw new Violation(message());
}

export function expectSame(what: string, observed: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(observed), JSON.stringify(expected)];
  expectThat(left === right, () => `${what} is ${left}, but the rules say ${right}`);
}
