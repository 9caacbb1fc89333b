import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys, merchants, problemFrom, type Shop, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Badge,
  Button,
  Card,
  ErrorNote,
  Field,
  NumberInput,
  Sheet,
  Skeleton,
  useToast,
  useUnsaved,
} from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { readReturnDays, returnDaysMost } from "./return-days.ts";

/** How long the points of a sale wait before the customer can use them. */
export function ReturnPeriod() {
  const t = useT();
  const { shopId } = useShop();
  const [changing, setChanging] = useState(false);
  const shop = useQuery({
    queryKey: keys.shopPart(shopId, "self"),
    queryFn: () => merchants.shop(shopId),
  });
  const { data } = shop;
  return (
    <Card className="flex flex-col gap-3 p-4">
      <h2 className="text-lg font-semibold">{t("shop.returns.title")}</h2>
      {shop.error !== null && (
        <ErrorNote problem={problemFrom(shop.error)} onRetry={() => void shop.refetch()} />
      )}
      {shop.isPending && <Skeleton className="h-20 w-full" />}
      {data !== undefined && (
        <>
          <p className="flex flex-wrap items-center gap-2 font-medium">
            <InWords days={data.returnDays ?? data.mallReturnDays} />
            <Badge>
              {data.returnDays === null ? t("shop.returns.asMall") : t("shop.returns.own")}
            </Badge>
          </p>
          <p className="text-sm text-muted">{t("shop.returns.intro")}</p>
          <Button className="self-start" onClick={() => setChanging(true)}>
            {t("shop.returns.change")}
            <span className="sr-only">{t("shop.returns.title")}</span>
          </Button>
          {changing && <ChangeSheet shop={data} onClose={() => setChanging(false)} />}
        </>
      )}
    </Card>
  );
}

function InWords(props: { days: number }) {
  const t = useT();
  return (
    <span>
      {props.days === 0 ? t("shop.returns.atOnce") : t("shop.returns.now", { days: props.days })}
    </span>
  );
}

function ChangeSheet(props: { shop: Shop; onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const { shop } = props;
  const [choice, setChoice] = useState<"mall" | "own">(shop.returnDays === null ? "mall" : "own");
  const [days, setDays] = useState(String(shop.returnDays ?? shop.mallReturnDays));
  const [wrong, setWrong] = useState(false);
  const change = useChange({
    send: (returnDays: number | null) => merchants.changeShop(shop.id, { returnDays }),
    refresh: [keys.shopPart(shop.id, "self")],
    onDone: () => {
      toast({ title: t("shop.returns.saved"), tone: "success" });
      props.onClose();
    },
  });

  function submit() {
    const read = readReturnDays({ choice, days });
    if (read === undefined) setWrong(true);
    else void change.run(read);
  }

  return (
    <Sheet
      open
      unsaved={useUnsaved([choice, days])}
      onClose={props.onClose}
      title={t("shop.returns.title")}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Choice mallDays={shop.mallReturnDays} value={choice} onChange={setChoice} />
        {choice === "own" && (
          <Field
            label={t("shop.returns.days")}
            hint={t("shop.returns.daysHint", { most: returnDaysMost })}
            error={wrong && t("shop.returns.daysWrong", { most: returnDaysMost })}
          >
            <NumberInput
              value={days}
              onChange={(text) => {
                setDays(text);
                setWrong(false);
              }}
            />
          </Field>
        )}
        <p className="text-sm text-muted">{t("shop.returns.onlyNew")}</p>
        {change.problem !== null && <ErrorNote problem={change.problem} />}
        <Button type="submit" variant="solid" size="lg" busy={change.busy}>
          {t("common.action.save")}
        </Button>
      </form>
    </Sheet>
  );
}

function Choice(props: {
  mallDays: number;
  value: "mall" | "own";
  onChange: (value: "mall" | "own") => void;
}) {
  const t = useT();
  const options = [
    ["mall", t("shop.returns.optionMall", { days: props.mallDays })],
    ["own", t("shop.returns.optionOwn")],
  ] as const;
  return (
    <fieldset>
      <legend className="text-sm font-medium">{t("shop.returns.choice")}</legend>
      {options.map(([value, label]) => (
        <label key={value} className="flex min-h-11 items-center gap-3">
          <input
            type="radio"
            name="return-period"
            checked={props.value === value}
            onChange={() => props.onChange(value)}
            className="size-5 accent-accent"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
