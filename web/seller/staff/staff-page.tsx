import { useSession } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { PeoplePage } from "../../ui/console/people-page.tsx";
import { useSeller } from "../seller-context.ts";

/** The seller's people and keys; the owner adds and removes, staff look. */
export function StaffPage() {
  const t = useT();
  const { sellerId, role } = useSeller();
  const { session } = useSession();
  return (
    <PeoplePage
      title={t("seller.nav.staff")}
      organisation={`/sellers/${sellerId}`}
      roles={["staff"]}
      mayChange={role === "owner"}
      selfId={session?.account.id ?? ""}
    />
  );
}
