import { useSession } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { PeoplePage } from "../../ui/console/people-page.tsx";
import { useShop } from "../shop-context.ts";

/** The shop's people and keys; the owner adds and removes, a manager looks. */
export function StaffPage() {
  const t = useT();
  const { shopId, role } = useShop();
  const { session } = useSession();
  return (
    <PeoplePage
      title={t("shop.nav.staff")}
      organisation={`/shops/${shopId}`}
      roles={["cashier", "manager"]}
      mayChange={role === "owner"}
      selfId={session?.account.id ?? ""}
    />
  );
}
