import { readFileSync } from "node:fs";

/** What a log says at its end: why the process that wrote it is gone. */
export function lastLinesOf(file: string, count: number): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
}
