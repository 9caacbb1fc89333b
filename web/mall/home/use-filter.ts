import { useSearchParams } from "wouter";
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
    q: params.get("q") ?? "",
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

function paramsOf(filter: ShelfFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.q !== "") params.set("q", filter.q);
  if (filter.category !== null) params.set("category", filter.category);
  if (filter.sort !== "popular") params.set("sort", filter.sort);
  if (filter.inStock) params.set("inStock", "1");
  if (filter.affordable) params.set("affordable", "1");
  return params;
}
