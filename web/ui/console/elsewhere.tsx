import { ChevronRight } from "lucide-react";
import type { Membership } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Card } from "../index.ts";

/** For somebody without a role in this console: the consoles that their account can use. */
export function Elsewhere(props: { memberships: readonly Membership[] }) {
  const t = useT();
  if (props.memberships.length === 0) return null;
  return (
    <Card className="flex flex-col gap-2 p-5">
      <h1 className="text-xl font-semibold">{t("common.elsewhere.title")}</h1>
      <p className="text-muted">{t("common.elsewhere.body")}</p>
      <ul className="divide-y divide-line">
        {props.memberships.map((membership) => (
          <li key={membership.organisationId}>
            <ConsoleLink membership={membership} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A console is another page with its own code, so this is a plain link. */
function ConsoleLink(props: { membership: Membership }) {
  const t = useT();
  const { kind, organisationName, role } = props.membership;
  return (
    <a href={`/${kind}`} className="flex min-h-14 items-center gap-3 py-2">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{organisationName}</span>
        <span className="block text-sm text-muted">
          {t(`common.area.${kind}`)} · {t(`common.role.${role}`)}
        </span>
      </span>
      <ChevronRight aria-hidden className="size-4 text-muted" />
    </a>
  );
}
