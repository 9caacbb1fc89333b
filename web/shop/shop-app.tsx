import { useQuery } from "@tanstack/react-query";
import {
  BadgePercent,
  ChartNoAxesColumn,
  Package,
  Receipt,
  Scale,
  ScanLine,
  Users,
  Wallet,
} from "lucide-react";
import type { ReactNode } from "react";
import { keys, type Membership, merchants, type Role } from "../api/index.ts";
import { TimeZoneContext, useT } from "../i18n/index.ts";
import { ApplyCard } from "../ui/console/apply-card.tsx";
import { ConsoleApp, type ConsolePage } from "../ui/console/console-app.tsx";
import { OverviewPage } from "./overview/overview-page.tsx";
import { PoolPage } from "./pool/pool-page.tsx";
import { ProductsPage } from "./products/products-page.tsx";
import { RatioPage } from "./ratio/ratio-page.tsx";
import { ReceiptsPage } from "./receipts/receipts-page.tsx";
import { RulesPage } from "./rules/rules-page.tsx";
import { ShopContext } from "./shop-context.ts";
import { StaffPage } from "./staff/staff-page.tsx";
import { TillPage } from "./till/till-page.tsx";

const icon = "size-5 shrink-0";
const managers: readonly Role[] = ["owner", "manager"];

const pages: readonly ConsolePage[] = [
  {
    path: "/overview",
    label: "shop.nav.overview",
    icon: <ChartNoAxesColumn aria-hidden className={icon} />,
    roles: managers,
    page: OverviewPage,
  },
  {
    path: "/till",
    label: "shop.nav.till",
    icon: <ScanLine aria-hidden className={icon} />,
    roles: ["owner", "manager", "cashier"],
    page: TillPage,
  },
  {
    path: "/receipts",
    label: "shop.nav.receipts",
    icon: <Receipt aria-hidden className={icon} />,
    roles: managers,
    page: ReceiptsPage,
  },
  {
    path: "/products",
    label: "shop.nav.products",
    icon: <Package aria-hidden className={icon} />,
    roles: managers,
    page: ProductsPage,
  },
  {
    path: "/rules",
    label: "shop.nav.rules",
    icon: <BadgePercent aria-hidden className={icon} />,
    roles: managers,
    page: RulesPage,
  },
  {
    path: "/ratio",
    label: "shop.nav.ratio",
    icon: <Scale aria-hidden className={icon} />,
    roles: managers,
    page: RatioPage,
  },
  {
    path: "/pool",
    label: "shop.nav.pool",
    icon: <Wallet aria-hidden className={icon} />,
    roles: managers,
    page: PoolPage,
  },
  {
    path: "/staff",
    label: "shop.nav.staff",
    icon: <Users aria-hidden className={icon} />,
    roles: managers,
    page: StaffPage,
  },
];

/** The shop console. */
export function ShopApp() {
  return (
    <ConsoleApp
      area="shop"
      pages={pages}
      provide={(membership, children) => (
        <ProvideShop membership={membership}>{children}</ProvideShop>
      )}
      whenNone={() => <Apply />}
    />
  );
}

/** Until the shop's colour is known its points are drawn in a quiet one. */
const quietColour = "#8a7f76";

function ProvideShop(props: { membership: Membership; children: ReactNode }) {
  const { organisationId: shopId, organisationName: shopName, role } = props.membership;
  const shop = useQuery({
    queryKey: keys.shopPart(shopId, "self"),
    queryFn: () => merchants.shop(shopId),
    staleTime: 300_000,
  });
  const colour = shop.data?.colour ?? quietColour;
  // Undefined, so the reader's, until the shop is known.
  const timeZone = shop.data && (shop.data.timeZone ?? shop.data.mallTimeZone);
  return (
    <ShopContext value={{ shopId, shopName, colour, role }}>
      <TimeZoneContext value={timeZone}>{props.children}</TimeZoneContext>
    </ShopContext>
  );
}

function Apply() {
  const t = useT();
  return (
    <ApplyCard
      apply={merchants.applyAsShop}
      texts={{
        title: t("shop.apply.title"),
        body: t("shop.apply.body"),
        name: t("shop.apply.name"),
        description: t("shop.apply.description"),
        submit: t("shop.apply.submit"),
        done: t("shop.apply.done"),
      }}
    />
  );
}
