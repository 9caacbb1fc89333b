import { QueryClientProvider } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Redirect, Route, Router, Switch, useLocation } from "wouter";
import {
  type Membership,
  newQueryClient,
  type Role,
  type Session,
  useSession,
  useSignOut,
} from "../../api/index.ts";
import { type Area, type MessageKey, useT } from "../../i18n/index.ts";
import {
  Badge,
  ConsoleShell,
  DocumentTitle,
  ErrorNote,
  IconButton,
  NewVersion,
  OfflineNote,
  Page,
  PageBoundary,
  Select,
  Skeleton,
  Toaster,
} from "../index.ts";
import { Elsewhere } from "./elsewhere.tsx";
import { OwnInvitations } from "./own-invitations.tsx";
import { rememberedOrganisation, rememberOrganisation } from "./remembered-organisation.ts";
import { SignInCard } from "./sign-in-card.tsx";

export type ConsolePage = {
  /** Within the console, from its root: `/till`. The first page a role may see is its home. */
  path: string;
  label: MessageKey;
  icon: ReactNode;
  roles: readonly Role[];
  page: () => ReactNode;
};

export type ConsoleAppProps = {
  area: Exclude<Area, "mall">;
  pages: readonly ConsolePage[];
  /** Gives the pages what they need to know about the chosen organisation. */
  provide: (membership: Membership, children: ReactNode) => ReactNode;
  /** For somebody who is signed in and belongs to no organisation of this kind. */
  whenNone?: (session: Session) => ReactNode;
};

const client = newQueryClient();

/** A console: who is signed in, for which organisation, and which of its pages the role may see. */
export function ConsoleApp(props: ConsoleAppProps) {
  return (
    <QueryClientProvider client={client}>
      <NewVersion />
      <OfflineNote />
      <Router base={`/${props.area}`}>
        <PageBoundary>
          <Gate {...props} />
        </PageBoundary>
      </Router>
      <Toaster />
    </QueryClientProvider>
  );
}

function Gate(props: ConsoleAppProps) {
  const t = useT();
  const { session, loading, problem, reload } = useSession();
  if (problem !== null && session === undefined) {
    return (
      <main className="mx-auto max-w-md p-6">
        <ErrorNote problem={problem} onRetry={reload} />
      </main>
    );
  }
  if (loading || session === undefined) {
    return (
      <main className="mx-auto max-w-5xl p-6" aria-busy="true">
        <p className="sr-only" role="status">
          {t("common.state.loading")}
        </p>
        <Skeleton className="mb-4 h-10 w-48" />
        <Skeleton className="h-72 w-full" />
      </main>
    );
  }
  if (session === null) {
    const title = t(`common.area.${props.area}`);
    return (
      <>
        <DocumentTitle parts={[t("common.signIn.title"), title]} />
        <SignInCard title={title} />
      </>
    );
  }
  return <SignedIn key={session.account.id} {...props} session={session} />;
}

function SignedIn(props: ConsoleAppProps & { session: Session }) {
  const t = useT();
  const { area, session } = props;
  const { id: accountId } = session.account;
  const memberships = session.memberships.filter((membership) => membership.kind === area);
  const [chosenId, setChosenId] = useState(() => rememberedOrganisation({ area, accountId }));
  const chosen =
    memberships.find((membership) => membership.organisationId === chosenId) ?? memberships[0];
  if (chosen === undefined) {
    return (
      <ConsoleFrame {...props} items={[]}>
        <div className="mx-auto flex w-full max-w-md flex-col gap-4">
          <Elsewhere memberships={session.memberships} />
          <OwnInvitations />
          {props.whenNone?.(session) ?? (session.memberships.length === 0 && <NoMembership />)}
          <a href="/" className="ui-button">
            {t("common.elsewhere.mall")}
          </a>
        </div>
      </ConsoleFrame>
    );
  }

  function choose(organisationId: string) {
    rememberOrganisation({ area, accountId }, organisationId);
    setChosenId(organisationId);
  }

  const pages = props.pages.filter((page) => page.roles.includes(chosen.role));
  return (
    <ConsoleFrame
      {...props}
      items={pages}
      organisation={<Organisation memberships={memberships} chosen={chosen} onChoose={choose} />}
    >
      <StatusNote membership={chosen} />
      {props.provide(chosen, <Pages key={chosen.organisationId} pages={pages} all={props.pages} />)}
    </ConsoleFrame>
  );
}

function ConsoleFrame(
  props: ConsoleAppProps & {
    session: Session;
    items: readonly ConsolePage[];
    organisation?: ReactNode;
    children: ReactNode;
  },
) {
  const t = useT();
  const [location] = useLocation();
  const label = (key: MessageKey) => (t as (key: MessageKey) => string)(key);
  const current = props.items.find((page) => page.path === location);
  const area = t(`common.area.${props.area}`);
  return (
    <ConsoleShell
      area={area}
      organisation={props.organisation}
      items={props.items.map((page) => ({
        href: page.path,
        label: label(page.label),
        icon: page.icon,
        current: location === page.path,
      }))}
      account={<AccountRow session={props.session} />}
    >
      <DocumentTitle parts={current === undefined ? [area] : [label(current.label), area]} />
      {props.children}
    </ConsoleShell>
  );
}

function Pages(props: { pages: readonly ConsolePage[]; all: readonly ConsolePage[] }) {
  const t = useT();
  const [home] = props.pages;
  return (
    <Switch>
      {props.pages.map((page) => (
        <Route key={page.path} path={page.path}>
          <PageBoundary>
            <page.page />
          </PageBoundary>
        </Route>
      ))}
      <Route path="/">{home === undefined ? null : <Redirect to={home.path} replace />}</Route>
      {props.all.map((page) => (
        <Route key={page.path} path={page.path}>
          <Page title={t("common.error.notAllowed")}>{null}</Page>
        </Route>
      ))}
      <Route>
        <Page title={t("common.error.notFound")}>
          <p>{t("common.error.notFoundHint")}</p>
        </Page>
      </Route>
    </Switch>
  );
}

function Organisation(props: {
  memberships: readonly Membership[];
  chosen: Membership;
  onChoose: (organisationId: string) => void;
}) {
  const t = useT();
  const { memberships, chosen } = props;
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2 lg:flex-none lg:flex-col lg:items-stretch">
      {memberships.length > 1 ? (
        <Select
          aria-label={t("common.menu.organisation")}
          value={chosen.organisationId}
          onChange={props.onChoose}
          options={memberships.map(({ organisationId, organisationName }) => ({
            value: organisationId,
            label: organisationName,
          }))}
          className="font-medium"
        />
      ) : (
        <p className="truncate font-semibold lg:px-1">
          <bdi>{chosen.organisationName}</bdi>
        </p>
      )}
      <Badge tone="neutral" className="lg:self-start">
        {t(`common.role.${chosen.role}`)}
      </Badge>
    </div>
  );
}

/** Says why nothing can be sold yet, or any more. */
function StatusNote(props: { membership: Membership }) {
  const t = useT();
  const { organisationName: name, status } = props.membership;
  if (status === "approved") return null;
  return (
    <p
      role="status"
      className={`mb-5 rounded-2xl p-4 font-medium ${
        status === "pending" ? "bg-warning-soft text-warning" : "bg-danger-soft text-danger"
      }`}
    >
      {status === "pending"
        ? t("common.pendingOrganisation", { name })
        : t("common.suspendedOrganisation", { name })}
    </p>
  );
}

function AccountRow(props: { session: Session }) {
  const t = useT();
  const leave = useSignOut();
  const name = props.session.account.displayName;
  return (
    <>
      {leave.problem !== null && <ErrorNote problem={leave.problem} />}
      <div className="flex min-w-0 items-center justify-between gap-2">
        <p
          className="truncate text-sm max-lg:max-w-24"
          title={t("common.signIn.signedInAs", { name })}
        >
          <bdi>{name}</bdi>
        </p>
        <IconButton label={t("common.signIn.signOut")} onClick={() => void leave.run(undefined)}>
          <LogOut aria-hidden className="size-4.5" />
        </IconButton>
      </div>
    </>
  );
}

function NoMembership() {
  const t = useT();
  return (
    <Page title={t("common.noMembership.title")}>
      <p>{t("common.noMembership.body")}</p>
    </Page>
  );
}
