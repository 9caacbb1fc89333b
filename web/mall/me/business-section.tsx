import { ChevronRight, type LucideIcon, ShieldCheck, ShoppingBag, Store } from "lucide-react";
import { useState } from "react";
import type { Membership } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { LeaveButton } from "../../ui/console/leave-button.tsx";
import { Badge, Card } from "../../ui/index.ts";
import { ApplySheet } from "./apply-sheet.tsx";

const icons: Record<Membership["kind"], LucideIcon> = {
  shop: Store,
  seller: ShoppingBag,
  operator: ShieldCheck,
};
const tones = { approved: "success", pending: "warning", suspended: "danger" } as const;

/** The consoles the person may enter, and the two ways to do business. */
export function BusinessSection(props: { memberships: readonly Membership[] }) {
  const t = useT();
  const [applying, setApplying] = useState<"shop" | "seller" | null>(null);
  return (
    <Card className="flex flex-col gap-2 p-5">
      <h2 className="font-semibold">
        {props.memberships.length > 0 ? t("mall.me.memberships") : t("mall.me.business")}
      </h2>
      <ul className="divide-y divide-line">
        {props.memberships.map((membership) => (
          <li key={membership.organisationId} className="flex items-center gap-2">
            <ConsoleLink membership={membership} />
            <LeaveButton
              membership={membership}
              name={membership.organisationName || t("mall.me.operatorConsole")}
            />
          </li>
        ))}
      </ul>
      <Offer
        icon={Store}
        title={t("mall.me.openShop")}
        body={t("mall.me.openShopHint")}
        onChoose={() => setApplying("shop")}
      />
      <Offer
        icon={ShoppingBag}
        title={t("mall.me.becomeSeller")}
        body={t("mall.me.becomeSellerHint")}
        onChoose={() => setApplying("seller")}
      />
      {applying !== null && <ApplySheet kind={applying} onClose={() => setApplying(null)} />}
    </Card>
  );
}

/** A console is another page with its own code, so this is a plain link. */
function ConsoleLink(props: { membership: Membership }) {
  const t = useT();
  const { kind, organisationName, role, status } = props.membership;
  const Icon = icons[kind];
  return (
    <a href={`/${kind}`} className="flex min-h-14 min-w-0 flex-1 items-center gap-3 py-2">
      <Icon aria-hidden className="size-5 text-muted" />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">
          {organisationName || t("mall.me.operatorConsole")}
        </span>
        <span className="block text-sm text-muted">
          {t(`common.area.${kind}`)} · {t(`common.role.${role}`)}
        </span>
      </span>
      {status !== "approved" && <Badge tone={tones[status]}>{t(`common.status.${status}`)}</Badge>}
      <ChevronRight aria-hidden className="size-4 text-muted" />
    </a>
  );
}

function Offer(props: { icon: LucideIcon; title: string; body: string; onChoose: () => void }) {
  const { icon: Icon } = props;
  return (
    <button
      type="button"
      onClick={props.onChoose}
      className="flex min-h-16 items-center gap-3 rounded-2xl bg-sunken p-3 text-left hover:bg-accent-soft"
    >
      <span className="grid size-11 shrink-0 place-items-center rounded-xl bg-surface text-accent">
        <Icon aria-hidden className="size-5" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{props.title}</span>
        <span className="block text-sm text-muted">{props.body}</span>
      </span>
      <ChevronRight aria-hidden className="size-4 text-muted" />
    </button>
  );
}
