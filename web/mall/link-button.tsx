import type { ReactNode } from "react";
import { Link } from "wouter";
import { classes } from "../ui/index.ts";

/** A link that looks like a button, because it leads to the next step. */
export function LinkButton(props: {
  href: string;
  variant?: "solid" | "soft" | "ghost";
  size?: "sm" | "md" | "lg";
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link
      href={props.href}
      data-variant={props.variant ?? "solid"}
      data-size={props.size ?? "md"}
      className={classes("ui-button", props.className)}
    >
      {props.children}
    </Link>
  );
}
