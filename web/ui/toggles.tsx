import { Languages, Monitor, Moon, Sun } from "lucide-react";
import { setLocale, useLocale, useT } from "../i18n/index.ts";
import { IconButton } from "./button.tsx";
import { classes } from "./classes.ts";
import { setTheme, type Theme, useTheme } from "./theme.ts";

/** One tap to the other language. */
export function LanguageToggle(props: { className?: string | undefined }) {
  const t = useT();
  const locale = useLocale();
  return (
    <button
      type="button"
      lang={locale === "en" ? "zh-CN" : "en"}
      aria-label={t("common.language.switch")}
      onClick={() => void setLocale(locale === "en" ? "zh-CN" : "en")}
      className={classes(
        "inline-flex min-h-11 items-center gap-1.5 rounded-full px-3 text-sm font-medium hover:bg-sunken",
        props.className,
      )}
    >
      <Languages aria-hidden className="size-4.5" />
      {t("common.language.other")}
    </button>
  );
}

const next: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const icons = { system: Monitor, light: Sun, dark: Moon } as const;

/** Goes round: like the system, light, dark. */
export function ThemeToggle(props: { className?: string | undefined }) {
  const t = useT();
  const theme = useTheme();
  const Icon = icons[theme];
  const names: Record<Theme, string> = {
    system: t("common.theme.system"),
    light: t("common.theme.light"),
    dark: t("common.theme.dark"),
  };
  return (
    <IconButton
      label={`${t("common.theme.label")}: ${names[theme]}`}
      onClick={() => setTheme(next[theme])}
      className={props.className}
    >
      <Icon aria-hidden className="size-4.5" />
    </IconButton>
  );
}
