const thin = "\u2009";

/** Groups of four from the right, so that a code can be read aloud: "12 3456 7890". */
export function groupDigits(code: string): string {
  const isStart = (index: number) => index > 0 && (code.length - index) % 4 === 0;
  return [...code].map((digit, index) => (isStart(index) ? thin + digit : digit)).join("");
}
