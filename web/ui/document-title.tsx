import { useEffect } from "react";
import { useT } from "../i18n/index.ts";

/** Names the tab after the page, so that several open tabs and the history can be told apart. */
export function DocumentTitle(props: { parts: readonly string[] }) {
  const t = useT();
  const title = [...props.parts, t("common.brand")].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}
