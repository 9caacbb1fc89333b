import { ClipboardList, Gift, Package, Store, Users } from "lucide-react";
import { merchants } from "../api/index.ts";
import { useT } from "../i18n/index.ts";
import { ApplyCard } from "../ui/console/apply-card.tsx";
import { ConsoleApp, type ConsolePage } from "../ui/console/console-app.tsx";
import { NewcomerPage } from "./newcomer/newcomer-page.tsx";
import { OrdersPage } from "./orders/orders-page.tsx";
import { ProductsPage } from "./products/products-page.tsx";
import { SellerContext } from "./seller-context.ts";
import { StaffPage } from "./staff/staff-page.tsx";
import { StorePage } from "./store/store-page.tsx";

const icon = "size-5 shrink-0";
const everybody = ["owner", "staff"] as const;

const pages: readonly ConsolePage[] = [
  {
    path: "/orders",
    label: "seller.nav.orders",
    icon: <ClipboardList aria-hidden className={icon} />,
    roles: everybody,
    page: OrdersPage,
  },
  {
    path: "/products",
    label: "seller.nav.products",
    icon: <Package aria-hidden className={icon} />,
    roles: everybody,
    page: ProductsPage,
  },
  {
    path: "/newcomer",
    label: "seller.nav.newcomer",
    icon: <Gift aria-hidden className={icon} />,
    roles: everybody,
    page: NewcomerPage,
  },
  {
    path: "/staff",
    label: "seller.nav.staff",
    icon: <Users aria-hidden className={icon} />,
    roles: ["owner"],
    page: StaffPage,
  },
  {
    path: "/store",
    label: "seller.nav.page",
    icon: <Store aria-hidden className={icon} />,
    roles: everybody,
    page: StorePage,
  },
];

/** The seller console. */
export function SellerApp() {
  return (
    <ConsoleApp
      area="seller"
      pages={pages}
      provide={({ organisationId, organisationName, status, role }, children) => (
        <SellerContext
          value={{ sellerId: organisationId, sellerName: organisationName, status, role }}
        >
          {children}
        </SellerContext>
      )}
      whenNone={() => <Apply />}
    />
  );
}

function Apply() {
  const t = useT();
  return (
    <ApplyCard
      apply={merchants.applyAsSeller}
      texts={{
        title: t("seller.apply.title"),
        body: t("seller.apply.body"),
        name: t("seller.apply.name"),
        description: t("seller.apply.description"),
        submit: t("seller.apply.submit"),
        done: t("seller.apply.done"),
      }}
    />
  );
}
