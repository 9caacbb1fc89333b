import { useState } from "react";
import { keys, merchants, type Shop, type ShopChanges, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Button,
  ErrorNote,
  Field,
  NumberInput,
  Select,
  Sheet,
  TimeZoneInput,
  useToast,
} from "../../ui/index.ts";
import { type DaysDraft, draftOfDays, expireDaysMost, readDays } from "./days-draft.ts";

type FieldsProps = {
  shop: Shop;
  draft: DaysDraft;
  change: (part: Partial<DaysDraft>) => void;
  faults: readonly string[];
};

/** Changes the shop's zone, how long its points last, and how its receipts are numbered. */
export function DaysSheet(props: { shop: Shop; onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const { shop } = props;
  const [draft, setDraft] = useState(() => draftOfDays(shop));
  const [faults, setFaults] = useState<readonly string[]>([]);
  const change = useChange({
    send: (changes: ShopChanges) => merchants.changeShop(shop.id, changes),
    refresh: [keys.shopPart(shop.id, "self")],
    onDone: () => {
      toast({ title: t("shop.days.saved"), tone: "success" });
      props.onClose();
    },
  });

  function submit() {
    const read = readDays(draft);
    if ("faults" in read) setFaults(read.faults);
    else void change.run(read.changes);
  }

  const fields: FieldsProps = {
    shop,
    draft,
    faults,
    change: (part) => {
      setDraft((before) => ({ ...before, ...part }));
      setFaults([]);
    },
  };
  return (
    <Sheet open onClose={props.onClose} title={t("shop.days.title")}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ZoneFields {...fields} />
        <ExpiryFields {...fields} />
        <ReceiptField {...fields} />
        <p className="text-sm text-muted">{t("shop.days.onlyNew")}</p>
        {change.problem !== null && <ErrorNote problem={change.problem} />}
        <Button type="submit" variant="solid" size="lg" busy={change.busy}>
          {t("common.action.save")}
        </Button>
      </form>
    </Sheet>
  );
}

function ZoneFields({ shop, draft, change, faults }: FieldsProps) {
  const t = useT();
  return (
    <>
      <Field label={t("shop.days.zone")}>
        <Select
          value={draft.zone}
          onChange={(zone) => change({ zone: zone as DaysDraft["zone"] })}
          options={[
            { value: "mall", label: t("shop.days.zoneMall", { zone: shop.mallTimeZone }) },
            { value: "own", label: t("shop.days.zoneOwn") },
          ]}
        />
      </Field>
      {draft.zone === "own" && (
        <Field
          label={t("shop.days.zoneName")}
          hint={t("common.timeZone.hint")}
          error={faults.includes("timeZone") && t("common.timeZone.unknown")}
        >
          <TimeZoneInput value={draft.timeZone} onChange={(timeZone) => change({ timeZone })} />
        </Field>
      )}
    </>
  );
}

function ExpiryFields({ shop, draft, change, faults }: FieldsProps) {
  const t = useT();
  return (
    <>
      <Field label={t("shop.days.expiry")}>
        <Select
          value={draft.expiry}
          onChange={(expiry) => change({ expiry: expiry as DaysDraft["expiry"] })}
          options={[
            { value: "mall", label: t("shop.days.expiryMall", { days: shop.mallExpiry.days }) },
            { value: "own", label: t("shop.days.zoneOwn") },
          ]}
        />
      </Field>
      {draft.expiry === "own" && (
        <Field
          label={t("shop.days.expiryDays")}
          error={faults.includes("days") && t("shop.days.expiryWrong", { most: expireDaysMost })}
        >
          <NumberInput value={draft.days} onChange={(days) => change({ days })} />
        </Field>
      )}
    </>
  );
}

function ReceiptField({ draft, change }: FieldsProps) {
  const t = useT();
  return (
    <Field label={t("shop.days.receipts")} hint={t("shop.days.receiptsHint")}>
      <Select
        value={draft.receiptNumbers}
        onChange={(numbers) => change({ receiptNumbers: numbers as DaysDraft["receiptNumbers"] })}
        options={[
          { value: "once", label: t("shop.days.once") },
          { value: "daily", label: t("shop.days.daily") },
        ]}
      />
    </Field>
  );
}
