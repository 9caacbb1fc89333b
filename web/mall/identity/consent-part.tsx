import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { type FaceConsent, face, keys, problemFrom } from "../../api/index.ts";
import { useFormat, useLocale, useT } from "../../i18n/index.ts";
import { Button, ErrorNote, Skeleton } from "../../ui/index.ts";

/** The text in force, from the server. */
export function useConsent() {
  return useQuery({ queryKey: keys.faceConsent, queryFn: face.consent });
}

/** What is stored, why, how long, and how to delete it: read before the camera is touched. */
export function ConsentPart(props: { onAgree: (version: number) => void; instead: ReactNode }) {
  const t = useT();
  const locale = useLocale();
  const consent = useConsent();
  if (consent.error !== null) {
    return (
      <ErrorNote problem={problemFrom(consent.error)} onRetry={() => void consent.refetch()} />
    );
  }
  if (consent.data === undefined) return <Skeleton className="h-96 w-full" />;
  const { version, texts } = consent.data;
  return (
    <div className="flex flex-col gap-4">
      <ConsentText consent={consent.data} />
      <p className="flex items-start gap-2.5 rounded-xl bg-accent-soft px-3.5 py-3 text-sm text-accent-strong">
        <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0" />
        {t("mall.identity.consent.alternative")}
      </p>
      <Button
        variant="solid"
        size="lg"
        className="h-auto py-3"
        onClick={() => props.onAgree(version)}
      >
        {texts[locale].agree}
      </Button>
      <p className="text-center text-sm text-muted">{t("mall.identity.consent.cameraLater")}</p>
      <div className="flex flex-col items-center">{props.instead}</div>
    </div>
  );
}

export function ConsentText(props: { consent: FaceConsent }) {
  const t = useT();
  const locale = useLocale();
  const format = useFormat();
  const { version, publishedOn, texts } = props.consent;
  const { title, sections } = texts[locale];
  return (
    <article className="flex flex-col gap-4">
      <header>
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="text-sm text-muted">
          {t("mall.identity.consent.version", { version, date: format.date(publishedOn) })}
        </p>
      </header>
      {sections.map(({ heading, body }) => (
        <section key={heading}>
          <h3 className="font-medium">{heading}</h3>
          <p className="whitespace-pre-line text-sm text-muted">{body}</p>
        </section>
      ))}
    </article>
  );
}
