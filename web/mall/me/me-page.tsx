import { LogOut } from "lucide-react";
import { initialOf } from "../../../src/kernel/text/graphemes.ts";
import { useSession, useSignOut } from "../../api/index.ts";
import { type Locale, setLocale, useLocale, useT } from "../../i18n/index.ts";
import { OwnInvitations } from "../../ui/console/own-invitations.tsx";
import {
  Button,
  Card,
  ErrorNote,
  Field,
  Select,
  setTheme,
  type Theme,
  useTheme,
} from "../../ui/index.ts";
import { PageTitle } from "../page-title.tsx";
import { AddressSection } from "./address-section.tsx";
import { BusinessSection } from "./business-section.tsx";
import { IdentityLink } from "./identity-link.tsx";

export default function MePage() {
  const t = useT();
  const { session } = useSession();
  const leave = useSignOut();
  if (!session) return null;
  const { account } = session;
  return (
    <>
      <PageTitle title={t("mall.me.title")} />
      <div className="grid items-start gap-4 md:grid-cols-2">
        <div className="flex flex-col gap-4">
          <Card className="flex items-center gap-4 p-5">
            <span
              aria-hidden
              className="grid size-14 shrink-0 place-items-center rounded-full bg-accent text-xl font-semibold text-on-accent"
            >
              {initialOf(account.displayName)}
            </span>
            <div className="min-w-0">
              <h2 className="text-lg font-semibold break-words">
                <bdi>{account.displayName}</bdi>
              </h2>
              <p className="truncate text-sm text-muted">{account.phone ?? account.email}</p>
            </div>
          </Card>
          <IdentityLink />
          <AddressSection />
        </div>
        <div className="flex flex-col gap-4">
          <OwnInvitations />
          <BusinessSection memberships={session.memberships} />
          <Settings />
          {leave.problem !== null && <ErrorNote problem={leave.problem} />}
          <Button
            size="lg"
            variant="ghost"
            className="bg-sunken"
            busy={leave.busy}
            onClick={() => void leave.run(undefined)}
          >
            <LogOut aria-hidden className="size-4" />
            {t("mall.me.signOut")}
          </Button>
        </div>
      </div>
    </>
  );
}

function Settings() {
  const t = useT();
  const locale = useLocale();
  const theme = useTheme();
  return (
    <Card className="flex flex-col gap-4 p-5">
      <h2 className="font-semibold">{t("mall.me.settings")}</h2>
      <Field label={t("mall.me.language")}>
        <Select
          value={locale}
          onChange={(value) => void setLocale(value as Locale)}
          options={[
            { value: "zh-CN", label: "中文" },
            { value: "en", label: "English" },
          ]}
        />
      </Field>
      <Field label={t("mall.me.theme")}>
        <Select
          value={theme}
          onChange={(value) => setTheme(value as Theme)}
          options={(["system", "light", "dark"] as const).map((value) => ({
            value,
            label: t(`common.theme.${value}`),
          }))}
        />
      </Field>
    </Card>
  );
}
