import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes.ts";

export function Card(props: ComponentProps<"div">) {
  return <div {...props} className={classes("ui-card", props.className)} />;
}

export type Tone = "neutral" | "accent" | "success" | "warning" | "danger" | "info";

/** A state in one word. */
export function Badge(props: { tone?: Tone; className?: string; children: ReactNode }) {
  return (
    <span data-tone={props.tone ?? "neutral"} className={classes("ui-badge", props.className)}>
      {props.children}
    </span>
  );
}

/** A console page: its title, what can be done with it, and its parts with even gaps. */
export function Page(props: {
  title: ReactNode;
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-5">
      <header className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <h1 className="text-2xl font-semibold tracking-tight">{props.title}</h1>
          {props.subtitle && <p className="mt-0.5 text-muted">{props.subtitle}</p>}
        </div>
        {props.actions && <div className="flex flex-wrap gap-2">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}

/** Search, filters and buttons above a list. */
export function Toolbar(props: { className?: string; children: ReactNode }) {
  return (
    <div className={classes("flex flex-wrap items-end gap-3", props.className)}>
      {props.children}
    </div>
  );
}
