import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes.ts";

export type ButtonVariant = "solid" | "soft" | "ghost" | "danger";

export type ButtonProps = ComponentProps<"button"> & {
  variant?: ButtonVariant | undefined;
  size?: "sm" | "md" | "lg" | undefined;
  /** Shows that the work runs, and takes no second press meanwhile. */
  busy?: boolean | undefined;
};

export function Button(props: ButtonProps) {
  const { variant = "soft", size = "md", busy = false, type = "button", ...rest } = props;
  const { className, children, disabled, ...others } = rest;
  return (
    <button
      {...others}
      type={type}
      data-variant={variant}
      data-size={size}
      aria-busy={busy || undefined}
      disabled={disabled === true || busy}
      className={classes("ui-button", className)}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

/** A button that shows a picture only; `label` is its name. */
export function IconButton(props: ComponentProps<"button"> & { label: string }) {
  const { label, className, type = "button", ...rest } = props;
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={classes("ui-icon-button", className)}
    />
  );
}

function Spinner(): ReactNode {
  return (
    <span
      aria-hidden
      className="size-4 animate-[ui-spin_0.8s_linear_infinite] rounded-full border-2 border-current border-r-transparent"
    />
  );
}
