import { useT } from "../i18n/index.ts";
import { Skeleton } from "../ui/index.ts";

/** While a page's code or first data is on its way. */
export function PageSkeleton() {
  const t = useT();
  return (
    <div role="status" className="flex flex-col gap-4 pt-5">
      <span className="sr-only">{t("common.state.loading")}</span>
      <Skeleton className="h-8 w-40" />
      <Skeleton className="h-36 w-full" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-24 w-full" />
    </div>
  );
}
