import { createContext, use, useEffect, useId, useState } from "react";

/** The forms inside a sheet that hold something unsaved. */
export const UnsavedForms = createContext<Set<string> | null>(null);

/**
 * Whether a form differs from what it was when it opened. A sheet around the form asks before it throws
 * it away: the form inside is known by itself; where the form's state is kept outside of the sheet,
 * the answer goes to the sheet's `unsaved`. A reload asks too.
 */
export function useUnsaved(draft: unknown): boolean {
  const now = JSON.stringify(draft);
  const [first] = useState(now);
  const isUnsaved = now !== first;
  const id = useId();
  const forms = use(UnsavedForms);
  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    forms?.add(id);
    window.addEventListener("beforeunload", ask);
    return () => {
      forms?.delete(id);
      window.removeEventListener("beforeunload", ask);
    };
  }, [isUnsaved, forms, id]);
  return isUnsaved;
}
