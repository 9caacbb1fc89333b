const thin = "\u2009";

/** Groups of four from the right, so that a code can be read aloud: "12 3456 7890". */
export function groupDigits(code: string): string {
  return code.replace(/\B(?=(?:.{4})+$)/g, thin);
}
