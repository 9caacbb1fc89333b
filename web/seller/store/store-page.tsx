import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { keys, merchants, problemFrom } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Badge, Card, ErrorNote, Page, ShopMark, Skeleton } from "../../ui/index.ts";
import { useSeller } from "../seller-context.ts";

const tones = { pending: "warning", approved: "success", suspended: "danger" } as const;

/** How the seller stands in the mall, and the way to its page there. */
export function StorePage() {
  const t = useT();
  const { sellerId } = useSeller();
  const seller = useQuery({
    queryKey: keys.seller(sellerId),
    queryFn: () => merchants.seller(sellerId),
  });
  const { data } = seller;
  return (
    <Page title={t("seller.nav.page")}>
      {seller.error !== null && (
        <ErrorNote problem={problemFrom(seller.error)} onRetry={() => void seller.refetch()} />
      )}
      {seller.isPending && <Skeleton className="h-40 w-full" />}
      {data !== undefined && (
        <Card className="flex flex-col gap-4 p-5">
          <div className="flex items-center gap-4">
            <ShopMark name={data.name} colour={data.colour} size="lg" />
            <div className="min-w-0">
              <h2 className="text-xl font-semibold break-words">
                <bdi>{data.name}</bdi>
              </h2>
              <Badge tone={tones[data.status]}>{t(`common.status.${data.status}`)}</Badge>
            </div>
          </div>
          {data.description !== null && data.description !== "" && (
            <p className="max-w-prose">{data.description}</p>
          )}
          {data.status === "approved" ? (
            <a
              href={`/sellers/${data.id}`}
              target="_blank"
              rel="noreferrer"
              className="inline-flex min-h-11 items-center gap-2 self-start rounded-full bg-accent-soft px-5 font-medium text-accent-strong"
            >
              <ExternalLink aria-hidden className="size-4" />
              {t("seller.store.open")}
            </a>
          ) : (
            <p className="text-muted">{t("seller.store.notYet")}</p>
          )}
        </Card>
      )}
    </Page>
  );
}
