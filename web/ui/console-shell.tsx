import type { ReactNode } from "react";
import { Link } from "wouter";
import { useT } from "../i18n/index.ts";
import { LanguageToggle, ThemeToggle } from "./toggles.tsx";

export type ConsoleItem = {
  href: string;
  label: string;
  icon: ReactNode;
  current: boolean;
  badge?: ReactNode;
};

export type ConsoleShellProps = {
  /** The area's name, beside the brand. */
  area: string;
  /** Which shop or seller this is, or a control that switches it. */
  organisation?: ReactNode;
  items: readonly ConsoleItem[];
  /** Who is signed in, and the way out. */
  account?: ReactNode;
  children: ReactNode;
};

/** The frame of a console: a side bar on a desktop, a bar of tabs below on a phone. */
export function ConsoleShell(props: ConsoleShellProps) {
  const t = useT();
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only z-50 rounded-full bg-ink px-4 py-3 text-paper focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("common.action.skip")}
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col gap-4 border-r border-line bg-surface p-4 lg:flex">
        <Brand area={props.area} />
        {props.organisation}
        <nav aria-label={t("common.menu.main")} className="min-h-0 flex-1 overflow-y-auto">
          <ul className="flex flex-col gap-0.5">
            {props.items.map((item) => (
              <li key={item.href}>
                <NavLink item={item} />
              </li>
            ))}
          </ul>
        </nav>
        <div className="border-t border-line pt-3">
          {props.account}
          <div className="mt-1 flex items-center justify-between">
            <LanguageToggle />
            <ThemeToggle />
          </div>
        </div>
      </aside>
      <header className="flex flex-wrap items-center justify-between gap-x-2 border-b border-line bg-surface px-4 py-2 lg:hidden">
        <Brand area={props.area} />
        <div className="flex items-center">
          <LanguageToggle />
          <ThemeToggle />
        </div>
        <div className="flex w-full min-w-0 flex-wrap items-center justify-between gap-2">
          {props.organisation}
          {props.account}
        </div>
      </header>
      <main id="main" className="mx-auto w-full max-w-6xl px-4 py-5 pb-28 lg:px-8 lg:py-8">
        {props.children}
      </main>
      <nav
        aria-label={t("common.menu.main")}
        className="no-scrollbar fixed inset-x-0 bottom-0 z-30 overflow-x-auto border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
      >
        <ul className="flex min-w-max justify-around px-1">
          {props.items.map((item) => (
            <li
              key={item.href}
              ref={item.current ? intoView : undefined}
              className="min-w-16 flex-auto"
            >
              <PhoneLink item={item} />
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

/** The bar of a phone may be wider than the screen; the current page stands in it in sight. */
function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest", inline: "center" });
}

function Brand(props: { area: string }) {
  const t = useT();
  return (
    <p className="flex items-center gap-2.5 py-1">
      <img src="/icon.svg" alt="" width={32} height={32} className="size-8" />
      <span className="leading-tight">
        <span className="block font-semibold tracking-tight">{t("common.brand")}</span>
        <span className="block text-xs text-muted">{props.area}</span>
      </span>
    </p>
  );
}

function NavLink(props: { item: ConsoleItem }) {
  const { item } = props;
  return (
    <Link href={item.href} aria-current={item.current ? "page" : undefined} className="ui-nav-link">
      {item.icon}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.badge}
    </Link>
  );
}

function PhoneLink(props: { item: ConsoleItem }) {
  const { item } = props;
  return (
    <Link
      href={item.href}
      aria-current={item.current ? "page" : undefined}
      className="relative flex min-h-14 flex-col items-center justify-center gap-1 px-2 text-xs whitespace-nowrap text-muted aria-[current=page]:font-medium aria-[current=page]:text-accent"
    >
      {item.icon}
      {item.label}
      {item.badge && <span className="absolute top-1 right-1">{item.badge}</span>}
    </Link>
  );
}
