import { useSearchParams } from "wouter";
import { cutGraphemes } from "../../../src/kernel/text/graphemes.ts";
import { QUERY_LENGTH_MAXIMUM } from "../../../src/mall/limits.ts";
import { type CategoryKey, categoryKeys, type ProductSort } from "../../api/index.ts";

export const sorts: readonly ProductSort[] = ["popular", "newest", "points_asc", "points_desc"];

export type ShelfFilter = {
  q: string;
  category: CategoryKey | null;
  sort: ProductSort;
  inStock: boolean;
  affordable: boolean;
};

/** The filter lives in the address, so that a link and the way back keep it. */
export function useFilter() {
  const [params, setParams] = useSearchParams();
  const filter: ShelfFilter = {
    // A link may hold more than the search takes; its beginning says enough.
    q: queryFrom(params.get("q") ?? ""),
    category: categoryKeys.find((key) => key === params.get("category")) ?? null,
    sort: sorts.find((sort) => sort === params.get("sort")) ?? "popular",
    inStock: params.has("inStock"),
    affordable: params.has("affordable"),
  };
  return {
    filter,
    isFiltered: filter.q !== "" || filter.category !== null || filter.inStock || filter.affordable,
    change: (part: Partial<ShelfFilter>) =>
      setParams(paramsOf({ ...filter, ...part }), { replace: true }),
    clear: () => setParams(new URLSearchParams(), { replace: true }),
  };
}

/** The longest beginning of whole characters that the server's search takes; it counts code points. */
export function queryFrom(text: string): string {
  for (let graphemes = QUERY_LENGTH_MAXIMUM; graphemes > 0; graphemes -= 1) {
    const query = cutGraphemes(text, graphemes);
    if ([...query].length <= QUERY_LENGTH_MAXIMUM) return query;
  }
  return "";
}

function paramsOf(filter: ShelfFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.q !== "") params.set("q", filter.q);
  if (filter.category !== null) params.set("category", filter.category);
  if (filter.sort !== "popular") params.set("sort", filter.sort);
  if (filter.inStock) params.set("inStock", "1");
  if (filter.affordable) params.set("affordable", "1");
  return params;
}
