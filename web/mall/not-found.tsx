import { SearchX } from "lucide-react";
import { useT } from "../i18n/index.ts";
import { DocumentTitle, EmptyState } from "../ui/index.ts";
import { LinkButton } from "./link-button.tsx";

export function NotFound(props: { title?: string; hint?: string }) {
  const t = useT();
  return (
    <>
      <DocumentTitle parts={[props.title ?? t("common.error.notFound")]} />
      <h1 className="sr-only">{props.title ?? t("common.error.notFound")}</h1>
      <EmptyState
        className="pt-20"
        icon={<SearchX aria-hidden className="size-6" />}
        title={props.title ?? t("common.error.notFound")}
        hint={props.hint ?? t("common.error.notFoundHint")}
        action={<LinkButton href="/">{t("mall.product.backToMall")}</LinkButton>}
      />
    </>
  );
}
