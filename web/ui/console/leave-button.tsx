import { accounts, keys, type Membership } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { RemoveButton } from "./remove-button.tsx";

/** The way out of a shop, a seller or the operator; an owner has none. */
export function LeaveButton(props: { membership: Membership; name: string }) {
  const t = useT();
  const { name } = props;
  const { organisationId, role } = props.membership;
  if (role === "owner") return null;
  return (
    <RemoveButton
      label={t("common.membership.leave")}
      labelOf={t("common.membership.leaveOf", { name })}
      title={t("common.membership.leaveTitle", { name })}
      body={t("common.membership.leaveBody", { name })}
      done={t("common.membership.left", { name })}
      remove={() => accounts.leave(organisationId)}
      refresh={[keys.session]}
    />
  );
}
