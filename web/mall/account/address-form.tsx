import { useState } from "react";
import { type Address, accounts, keys, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, ErrorNote, Field, Input, useUnsaved } from "../../ui/index.ts";

const empty = { recipient: "", phone: "", region: "", street: "", isDefault: false };
const fields = [
  { name: "recipient", autoComplete: "name" },
  { name: "phone", autoComplete: "tel" },
  { name: "region", autoComplete: "address-level2" },
  { name: "street", autoComplete: "street-address" },
] as const;

/** A new address; faults stand at their fields. */
export function AddressForm(props: { onSaved: (address: Address) => void }) {
  const t = useT();
  const [typed, setTyped] = useState(empty);
  useUnsaved(typed);
  const save = useChange({
    send: accounts.addAddress,
    refresh: [keys.addresses],
    onDone: props.onSaved,
  });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run(typed);
      }}
    >
      {fields.map(({ name, autoComplete }) => (
        <Field
          key={name}
          label={t(`mall.address.${name}`)}
          hint={name === "region" ? t("mall.address.regionHint") : undefined}
          error={save.problem?.fieldError(`/${name}`)}
        >
          <Input
            required
            type={name === "phone" ? "tel" : "text"}
            autoComplete={autoComplete}
            value={typed[name]}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
          />
        </Field>
      ))}
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          checked={typed.isDefault}
          onChange={(event) => setTyped({ ...typed, isDefault: event.target.checked })}
          className="size-5 accent-accent"
        />
        {t("mall.address.default")}
      </label>
      {save.problem !== null && save.problem.errors.length === 0 && (
        <ErrorNote problem={save.problem} />
      )}
      <Button type="submit" variant="solid" size="lg" busy={save.busy}>
        {t("mall.address.save")}
      </Button>
    </form>
  );
}

export function AddressText(props: { address: Omit<Address, "id" | "isDefault"> }) {
  const { address } = props;
  return (
    <span className="block min-w-0">
      <span className="block font-medium break-words">
        <bdi>{address.recipient}</bdi>{" "}
        <span className="font-normal text-muted tabular-nums">{address.phone}</span>
      </span>
      <span className="block text-sm break-words text-muted">
        {address.region} {address.street}
      </span>
    </span>
  );
}
