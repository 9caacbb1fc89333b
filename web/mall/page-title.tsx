import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { useT } from "../i18n/index.ts";
import { DocumentTitle, IconButton } from "../ui/index.ts";

/** A page's title; `back` is where the arrow leads when there is no page before this one. */
export function PageTitle(props: { title: string; back?: string; actions?: ReactNode }) {
  return (
    <header className="flex min-h-14 items-center gap-1 pt-3 pb-2 md:pt-6">
      <DocumentTitle parts={[props.title]} />
      {props.back !== undefined && <BackButton to={props.back} />}
      <h1 className="min-w-0 flex-1 truncate text-xl font-semibold tracking-tight md:text-2xl">
        {props.title}
      </h1>
      {props.actions}
    </header>
  );
}

export function BackButton(props: { to: string; className?: string }) {
  const t = useT();
  const [, go] = useLocation();
  return (
    <IconButton
      label={t("common.action.back")}
      className={props.className ?? "-ml-2"}
      onClick={() => (history.length > 1 ? history.back() : go(props.to))}
    >
      <ChevronLeft aria-hidden className="size-6" />
    </IconButton>
  );
}
