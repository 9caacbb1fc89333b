import { type ComponentProps, createContext, type ReactNode, use, useId } from "react";
import { classes } from "./classes.ts";

type FieldIds = { id: string; describedBy: string | undefined; invalid: boolean };

const FieldContext = createContext<FieldIds | null>(null);

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode | undefined;
  /** What is wrong with the value; printed under it and tied to it. */
  error?: ReactNode | undefined;
  className?: string | undefined;
  /** One Input, NumberInput, Select or Textarea. */
  children: ReactNode;
};

export function Field(props: FieldProps) {
  const id = useId();
  const hasError = Boolean(props.error);
  const hasHint = Boolean(props.hint);
  const describedBy = classes(hasError && `${id}-error`, hasHint && `${id}-hint`) || undefined;
  return (
    <div className={classes("flex min-w-0 flex-col gap-1.5", props.className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {props.label}
      </label>
      <FieldContext value={{ id, describedBy, invalid: hasError }}>{props.children}</FieldContext>
      {hasError && (
        <p id={`${id}-error`} role="alert" className="text-sm text-danger">
          {props.error}
        </p>
      )}
      {hasHint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {props.hint}
        </p>
      )}
    </div>
  );
}

function useFieldIds() {
  const field = use(FieldContext);
  if (field === null) return {};
  return {
    id: field.id,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
  };
}

export function Input(props: ComponentProps<"input">) {
  const ids = useFieldIds();
  return <input {...ids} {...props} className={classes("ui-control", props.className)} />;
}

export function Textarea(props: ComponentProps<"textarea">) {
  const ids = useFieldIds();
  return <textarea {...ids} {...props} className={classes("ui-control", props.className)} />;
}

export type NumberInputProps = Omit<ComponentProps<"input">, "value" | "onChange" | "type"> & {
  /** Kept as typed, so that a half-typed number is not thrown away. */
  value: string;
  onChange: (value: string) => void;
};

/** A whole number; everything that is not a digit is left out while typing. */
export function NumberInput(props: NumberInputProps) {
  const { value, onChange, className, ...rest } = props;
  const ids = useFieldIds();
  return (
    <input
      {...ids}
      inputMode="numeric"
      autoComplete="off"
      maxLength={16}
      {...rest}
      value={value}
      onChange={(event) => onChange(event.target.value.replace(/\D/g, ""))}
      className={classes("ui-control tabular-nums", className)}
    />
  );
}

export type SelectProps = Omit<ComponentProps<"select">, "value" | "onChange"> & {
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
  /** Shown while nothing is chosen. */
  placeholder?: string | undefined;
};

export function Select(props: SelectProps) {
  const { value, onChange, options, placeholder, className, ...rest } = props;
  const ids = useFieldIds();
  const known = options.some((option) => option.value === value);
  return (
    <select
      {...ids}
      {...rest}
      value={known ? value : ""}
      onChange={(event) => onChange(event.target.value)}
      className={classes("ui-control", className)}
    >
      {!known && <option value="">{placeholder}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
