import { type CategoryKey, knownCategory } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";

/** A category's name: the catalogue's, or the seller's own words. */
export function useCategoryText(): (key: CategoryKey) => string {
  const t = useT();
  return (key) => {
    const known = knownCategory(key);
    return known === null ? key : t(`seller.products.category.${known}`);
  };
}
