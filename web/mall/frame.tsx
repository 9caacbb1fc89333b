import { House, Package, QrCode, ShoppingCart, UserRound, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useT } from "../i18n/index.ts";
import { classes, LanguageToggle, ThemeToggle } from "../ui/index.ts";
import { useCart } from "./cart/use-cart.ts";

const tabs = [
  { href: "/", key: "mall.nav.home", icon: House, under: ["/products", "/sellers", "/cart"] },
  { href: "/wallet", key: "mall.nav.wallet", icon: Wallet, under: ["/convert"] },
  { href: "/code", key: "mall.nav.code", icon: QrCode, under: [] },
  { href: "/orders", key: "mall.nav.orders", icon: Package, under: ["/checkout"] },
  { href: "/me", key: "mall.nav.me", icon: UserRound, under: [] },
] as const;

type Tab = (typeof tabs)[number];

function isCurrent(tab: Tab, path: string): boolean {
  const within = (prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
  const isOwn = tab.href === "/" ? path === "/" : within(tab.href);
  return isOwn || tab.under.some(within);
}

/** The customer's frame: a bar above on a desktop, tabs below on a phone with the code in the middle. */
export function Frame(props: { children: ReactNode }) {
  const t = useT();
  return (
    <div className="min-h-dvh overflow-x-clip">
      <a
        href="#main"
        className="sr-only z-50 rounded-full bg-ink px-4 py-3 text-paper focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("common.action.skip")}
      </a>
      <TopBar />
      <main
        id="main"
        className="mx-auto w-full max-w-5xl px-4 pb-[calc(6.5rem+env(safe-area-inset-bottom))] md:px-6 md:pb-12"
      >
        {props.children}
      </main>
      <TabBar />
    </div>
  );
}

function TopBar() {
  const t = useT();
  const [path] = useLocation();
  return (
    <header className="sticky top-0 z-30 hidden border-b border-line bg-surface/95 backdrop-blur md:block">
      <div className="mx-auto flex max-w-5xl items-center gap-4 px-6 py-1.5">
        <Link href="/" className="flex min-h-11 items-center gap-2.5">
          <img src="/icon.svg" alt="" width={32} height={32} className="size-8" />
          <span className="text-lg font-semibold tracking-tight">{t("common.brand")}</span>
        </Link>
        <nav aria-label={t("common.menu.main")} className="flex flex-1 gap-1">
          {tabs.map((tab) => (
            <Link
              key={tab.href}
              href={tab.href}
              aria-current={isCurrent(tab, path) ? "page" : undefined}
              className="inline-flex min-h-11 items-center rounded-full px-4 text-sm text-muted hover:bg-sunken hover:text-ink aria-[current=page]:font-semibold aria-[current=page]:text-accent"
            >
              {t(tab.key)}
            </Link>
          ))}
        </nav>
        <CartLink />
        <LanguageToggle />
        <ThemeToggle />
      </div>
    </header>
  );
}

/** The cart with its count; also at the top of the phone's pages. */
export function CartLink(props: { className?: string }) {
  const t = useT();
  const { count } = useCart();
  return (
    <Link
      href="/cart"
      aria-label={t("mall.nav.cartCount", { count })}
      className={classes("ui-icon-button", props.className)}
    >
      <ShoppingCart aria-hidden className="size-5" />
      {count > 0 && (
        <span
          aria-hidden
          className="absolute top-0.5 right-0.5 grid min-w-5 place-items-center rounded-full bg-accent px-1 text-xs font-semibold text-on-accent tabular-nums"
        >
          {count > 99 ? "99+" : count}
        </span>
      )}
    </Link>
  );
}

function TabBar() {
  const t = useT();
  const [path] = useLocation();
  return (
    <nav
      aria-label={t("common.menu.main")}
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface/95 pb-[env(safe-area-inset-bottom)] backdrop-blur md:hidden"
    >
      <ul className="mx-auto grid max-w-lg grid-cols-5">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <TabLink tab={tab} current={isCurrent(tab, path)} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TabLink(props: { tab: Tab; current: boolean }) {
  const t = useT();
  const { href, key, icon: Icon } = props.tab;
  const isCode = href === "/code";
  return (
    <Link
      href={href}
      aria-current={props.current ? "page" : undefined}
      className="flex min-h-14 flex-col items-center justify-end gap-0.5 pb-1.5 text-xs text-muted aria-[current=page]:font-semibold aria-[current=page]:text-accent"
    >
      {isCode ? (
        <span className="-mt-6 grid size-14 place-items-center rounded-full border-4 border-surface bg-accent text-on-accent shadow-card">
          <Icon aria-hidden className="size-6" />
        </span>
      ) : (
        <Icon aria-hidden className="size-5.5" strokeWidth={props.current ? 2.4 : 1.9} />
      )}
      {t(key)}
    </Link>
  );
}
