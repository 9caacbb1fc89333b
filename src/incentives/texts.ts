import type { Language } from "../kernel/refusals.ts";

/** One text in every language people read. */
export type Texts = Readonly<Record<Language, string>>;
