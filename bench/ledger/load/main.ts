import { readFileSync } from "node:fs";
import type { Crowd, LoadPlan } from "./plan.ts";
import { runLoad } from "./run.ts";

// The process the load comes from: it gets plans from the bench and answers each with a result.

const crowds = new Map<string, Crowd>();

function crowdIn(file: string): Crowd {
  const known = crowds.get(file) ?? (JSON.parse(readFileSync(file, "utf8")) as Crowd);
  crowds.set(file, known);
  return known;
}

process.on("message", (plan: LoadPlan) => {
  runLoad(plan, crowdIn(plan.crowdFile)).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
