import { useQuery } from "@tanstack/react-query";
import { MapPin, Trash2 } from "lucide-react";
import { useState } from "react";
import { type Address, accounts, keys, problemFrom, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Badge,
  Button,
  Card,
  ConfirmSheet,
  ErrorNote,
  IconButton,
  Sheet,
  Skeleton,
} from "../../ui/index.ts";
import { AddressForm, AddressText } from "../account/address-form.tsx";

export function AddressSection() {
  const t = useT();
  const [isAdding, setAdding] = useState(false);
  const addresses = useQuery({ queryKey: keys.addresses, queryFn: accounts.addresses });
  return (
    <Card className="flex flex-col gap-3 p-5">
      <h2 className="font-semibold">{t("mall.me.addresses")}</h2>
      {addresses.isPending && <Skeleton className="h-14 w-full" />}
      {addresses.error !== null && (
        <ErrorNote
          problem={problemFrom(addresses.error)}
          onRetry={() => void addresses.refetch()}
        />
      )}
      {addresses.data?.items.length === 0 && (
        <p className="text-sm text-muted">{t("mall.address.emptyHint")}</p>
      )}
      <ul className="divide-y divide-line">
        {addresses.data?.items.map((address) => (
          <AddressRow key={address.id} address={address} />
        ))}
      </ul>
      <Button onClick={() => setAdding(true)}>
        <MapPin aria-hidden className="size-4" />
        {t("mall.address.add")}
      </Button>
      <Sheet open={isAdding} onClose={() => setAdding(false)} title={t("mall.address.add")}>
        <AddressForm onSaved={() => setAdding(false)} />
      </Sheet>
    </Card>
  );
}

function AddressRow(props: { address: Address }) {
  const t = useT();
  const { address } = props;
  const [isRemoving, setRemoving] = useState(false);
  const remove = useChange({
    send: () => accounts.removeAddress(address.id),
    refresh: [keys.addresses],
    onDone: () => setRemoving(false),
  });
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <AddressText address={address} />
      </div>
      {address.isDefault && <Badge tone="accent">{t("mall.address.isDefault")}</Badge>}
      <IconButton
        label={t("mall.address.removeOf", { name: address.recipient })}
        className="text-muted"
        onClick={() => setRemoving(true)}
      >
        <Trash2 aria-hidden className="size-4" />
      </IconButton>
      <ConfirmSheet
        open={isRemoving}
        onClose={() => setRemoving(false)}
        title={t("mall.address.removeTitle")}
        body={<AddressText address={address} />}
        confirmLabel={t("common.action.delete")}
        tone="danger"
        busy={remove.busy}
        problem={remove.problem}
        onConfirm={() => void remove.run(undefined)}
      />
    </li>
  );
}
