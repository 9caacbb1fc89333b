import { createContext, use } from "react";
import type { Role } from "../api/index.ts";

/** What the person may do: support sees, finance records deposits, admin does all. */
export const OperatorContext = createContext<{ role: Role } | null>(null);

export function useOperator(): { role: Role } {
  const operator = use(OperatorContext);
  if (operator === null) throw new Error("useOperator outside of an operator's page");
  return operator;
}
