/** What the catalogue of refusals says of a code; texts are a title and a detail. */
export type CatalogueEntry = {
  readonly status: number;
  readonly retry: "never" | "later" | "after_change";
  readonly en: readonly [title: string, detail: string];
  readonly zh: readonly [title: string, detail: string];
};
