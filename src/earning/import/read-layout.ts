import { caselessIdentifier } from "../../kernel/text/identifier.ts";
import { COLUMNS, type Column, type Layout } from "./parse-line.ts";

export type LayoutFault = {
  readonly reason:
    | "carriage_return_lines"
    | "wrong_separator"
    | "missing_columns"
    | "repeated_columns";
  readonly detail: string;
};

/** Other separators that spreadsheets write. */
const SEPARATORS = [";", "\t", "|"];

/** The columns by their names, in any order and case; or why the header cannot be used. */
export function readLayout(header: readonly string[]): Layout | LayoutFault {
  const whole = header.join(",");
  if (whole.includes("\r")) {
    const detail = "The lines end with CR alone. Save the file with LF or CR LF line ends.";
    return { reason: "carriage_return_lines", detail };
  }
  const names = header.map(caselessIdentifier);
  const separator = SEPARATORS.find((one) => header.length === 1 && whole.includes(one));
  if (separator !== undefined) {
    const detail = `The columns are separated by ${JSON.stringify(separator)}, not by commas.`;
    return { reason: "wrong_separator", detail };
  }
  const missing = COLUMNS.filter((column) => !names.includes(caselessIdentifier(column)));
  if (missing.length > 0) {
    return { reason: "missing_columns", detail: `${missing.join(", ")} (the header is: ${whole})` };
  }
  const isTwice = (name: string, index: number) => names.indexOf(name) !== index;
  const repeated = header.filter((_, index) => isTwice(names[index] ?? "", index));
  if (repeated.length > 0) {
    return { reason: "repeated_columns", detail: repeated.join(", ") };
  }
  const at = Object.fromEntries(
    COLUMNS.map((column) => [column, names.indexOf(caselessIdentifier(column))]),
  ) as Record<Column, number>;
  return { at, width: header.length };
}
