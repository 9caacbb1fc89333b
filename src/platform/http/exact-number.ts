const ZERO = 0x30;
const NINE = 0x39;

/**
 * True for a JSON number that is not whole but that a double rounds to a whole one, as
 * 1.00000000000000000001. Takes time linear in the token's length.
 */
export function isRoundedToWhole(token: string): boolean {
  return Number.isInteger(Number(token)) && fractionDigits(token) > 0;
}

/** Decimal places of the exact value: 1.50e1 has none, 10e-2 has one. */
function fractionDigits(token: string): number {
  let end = token.search(/[eE]/);
  const exponent = end < 0 ? 0 : Number(token.slice(end + 1));
  if (end < 0) end = token.length;
  const dot = token.indexOf(".");
  // A loop: the expression /0+$/ takes quadratic time on many zeros before another digit.
  let last = end - 1;
  while (last >= 0 && !isSignificant(token.charCodeAt(last))) last -= 1;
  if (last < 0) return 0;
  const isAfterDot = dot >= 0 && last > dot;
  const places = isAfterDot ? last - dot : last + 1 - (dot < 0 ? end : dot);
  return places - exponent;
}

/** A digit from 1 to 9. */
function isSignificant(unit: number): boolean {
  return unit > ZERO && unit <= NINE;
}
