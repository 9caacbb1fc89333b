import { BadgeCheck, Gift, Landmark, ShieldCheck, SlidersHorizontal } from "lucide-react";
import type { Role } from "../api/index.ts";
import { ConsoleApp, type ConsolePage } from "../ui/console/console-app.tsx";
import { ApprovalsPage } from "./approvals/approvals-page.tsx";
import { OperatorContext } from "./operator-context.ts";
import { OverviewPage } from "./overview/overview-page.tsx";
import { PoliciesPage } from "./policies/policies-page.tsx";
import { PoolsPage } from "./pools/pools-page.tsx";
import { ProgrammesPage } from "./programmes/programmes-page.tsx";

const icon = "size-5 shrink-0";
const everybody: readonly Role[] = ["admin", "finance", "support"];

const pages: readonly ConsolePage[] = [
  {
    path: "/overview",
    label: "operator.nav.overview",
    icon: <ShieldCheck aria-hidden className={icon} />,
    roles: everybody,
    page: OverviewPage,
  },
  {
    path: "/approvals",
    label: "operator.nav.approvals",
    icon: <BadgeCheck aria-hidden className={icon} />,
    roles: everybody,
    page: ApprovalsPage,
  },
  {
    path: "/pools",
    label: "operator.nav.pools",
    icon: <Landmark aria-hidden className={icon} />,
    roles: everybody,
    page: PoolsPage,
  },
  {
    path: "/programmes",
    label: "operator.nav.programmes",
    icon: <Gift aria-hidden className={icon} />,
    roles: everybody,
    page: ProgrammesPage,
  },
  {
    path: "/policies",
    label: "operator.nav.policies",
    icon: <SlidersHorizontal aria-hidden className={icon} />,
    roles: everybody,
    page: PoliciesPage,
  },
];

/** The operator console. */
export function OperatorApp() {
  return (
    <ConsoleApp
      area="operator"
      pages={pages}
      provide={({ role }, children) => (
        <OperatorContext value={{ role }}>{children}</OperatorContext>
      )}
    />
  );
}
