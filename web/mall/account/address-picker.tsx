import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { type Address, accounts, keys, problemFrom } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Badge, Button, ErrorNote, Sheet, Skeleton } from "../../ui/index.ts";
import { AddressForm, AddressText } from "./address-form.tsx";

/** Where to deliver: the default address at first, another from a sheet, or a new one. */
export function AddressPicker(props: {
  chosen: Address | null;
  onChoose: (address: Address) => void;
}) {
  const t = useT();
  const [open, setOpen] = useState<"list" | "new" | null>(null);
  const { chosen, onChoose } = props;
  const addresses = useQuery({ queryKey: keys.addresses, queryFn: accounts.addresses });
  const items = addresses.data?.items ?? [];
  const first = items.find((address) => address.isDefault) ?? items[0];

  useEffect(() => {
    if (chosen === null && first !== undefined) onChoose(first);
  }, [chosen, first, onChoose]);

  if (addresses.error !== null) {
    return (
      <ErrorNote problem={problemFrom(addresses.error)} onRetry={() => void addresses.refetch()} />
    );
  }
  if (addresses.isPending) return <Skeleton className="h-14 w-full" />;
  return (
    <>
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          {chosen === null ? (
            <p className="text-sm text-muted">{t("mall.address.empty")}</p>
          ) : (
            <AddressText address={chosen} />
          )}
        </div>
        <Button onClick={() => setOpen(items.length === 0 ? "new" : "list")}>
          {items.length === 0 ? t("mall.address.add") : t("mall.checkout.changeAddress")}
        </Button>
      </div>
      <Sheet
        open={open !== null}
        onClose={() => setOpen(null)}
        title={open === "new" ? t("mall.address.add") : t("mall.checkout.chooseAddress")}
      >
        {open === "new" ? (
          <AddressForm
            onSaved={(address) => {
              onChoose(address);
              setOpen(null);
            }}
          />
        ) : (
          <Choices
            addresses={items}
            chosenId={chosen?.id ?? null}
            onNew={() => setOpen("new")}
            onChoose={(address) => {
              onChoose(address);
              setOpen(null);
            }}
          />
        )}
      </Sheet>
    </>
  );
}

function Choices(props: {
  addresses: readonly Address[];
  chosenId: string | null;
  onChoose: (address: Address) => void;
  onNew: () => void;
}) {
  const t = useT();
  return (
    <div className="flex flex-col gap-2">
      {props.addresses.map((address) => (
        <button
          key={address.id}
          type="button"
          aria-pressed={address.id === props.chosenId}
          onClick={() => props.onChoose(address)}
          className="flex items-center gap-3 rounded-2xl border border-line p-4 text-left aria-pressed:border-accent aria-pressed:bg-accent-soft"
        >
          <span className="min-w-0 flex-1">
            <AddressText address={address} />
          </span>
          {address.isDefault && <Badge tone="accent">{t("mall.address.isDefault")}</Badge>}
        </button>
      ))}
      <Button variant="soft" size="lg" className="mt-1" onClick={props.onNew}>
        <Plus aria-hidden className="size-4" />
        {t("mall.address.add")}
      </Button>
    </div>
  );
}
