import { useId, useMemo } from "react";
import { useLocale } from "../i18n/index.ts";
import { Input } from "./field.tsx";
import { timeZoneOptions } from "./time-zones.ts";

/** A time zone by its name: the browser's own list to choose from, narrowed by what is typed. */
export function TimeZoneInput(props: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  const locale = useLocale();
  // Some 400 names, each asked of Intl twice.
  const options = useMemo(() => timeZoneOptions(locale), [locale]);
  return (
    <>
      <Input
        list={id}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
      />
      <datalist id={id}>
        {options.map(({ value, label }) => (
          <option key={value} value={value} label={label} />
        ))}
      </datalist>
    </>
  );
}
