import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ReadAmount, readAmount } from "../../../src/kernel/text/amount.ts";
import { textOf } from "../../../src/kernel/text/canonical.ts";
import { canonicalIdentifier } from "../../../src/kernel/text/identifier.ts";
import { REFERENCE_MAXIMUM } from "../../../src/merchants/limits.ts";
import {
  keys,
  merchants,
  type OperatorShop,
  operator,
  type Pool,
  problemFrom,
  useChange,
  useIntent,
} from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import {
  Button,
  Card,
  ConfirmSheet,
  EmptyState,
  ErrorNote,
  Field,
  Input,
  Money,
  Page,
  Select,
  Skeleton,
  Table,
  useToast,
  useUnsaved,
} from "../../ui/index.ts";
import { useOperator } from "../operator-context.ts";

type Deposit = { amount: number; reference: string };

/** Recording what shops have paid in: choose, type, confirm with the numbers. */
export function PoolsPage() {
  const t = useT();
  const { role } = useOperator();
  const [shopId, setShopId] = useState("");
  const shops = useQuery({
    queryKey: keys.operator("shops", "approved", "choice"),
    queryFn: () => operator.shops({ status: "approved", limit: 100 }),
  });
  const shop = shops.data?.items.find((candidate) => candidate.id === shopId);
  return (
    <Page title={t("operator.pools.title")}>
      <p className="text-muted">{t("operator.pools.intro")}</p>
      {shops.error !== null && (
        <ErrorNote problem={problemFrom(shops.error)} onRetry={() => void shops.refetch()} />
      )}
      {shops.isPending && <Skeleton className="h-48 w-full" />}
      {shops.data?.items.length === 0 && (
        <EmptyState title={t("operator.pools.noShops")} hint={t("operator.pools.noShopsHint")} />
      )}
      {shops.data !== undefined && shops.data.items.length > 0 && (
        <Field label={t("operator.pools.shop")} className="max-w-md">
          <Select
            value={shopId}
            placeholder={t("operator.pools.chooseShop")}
            onChange={setShopId}
            options={shops.data.items.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
      )}
      {shop !== undefined && (
        <ShopPool key={shop.id} shop={shop} mayDeposit={role === "admin" || role === "finance"} />
      )}
    </Page>
  );
}

function ShopPool(props: { shop: OperatorShop; mayDeposit: boolean }) {
  const t = useT();
  const { shop } = props;
  const pool = useQuery({
    queryKey: keys.shopPart(shop.id, "pool"),
    queryFn: () => merchants.pool(shop.id),
  });
  if (pool.error !== null) {
    return <ErrorNote problem={problemFrom(pool.error)} onRetry={() => void pool.refetch()} />;
  }
  if (pool.data === undefined) return <Skeleton className="h-48 w-full" />;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card className="flex flex-col gap-4 p-5">
        <div>
          <p className="text-muted">{t("operator.pools.balance")}</p>
          <p className="text-3xl font-semibold tabular-nums">
            <Money fen={pool.data.balance} />
          </p>
        </div>
        {props.mayDeposit ? (
          <DepositForm shop={shop} pool={pool.data} />
        ) : (
          <p className="text-muted">{t("operator.pools.readOnly")}</p>
        )}
      </Card>
      <History pool={pool.data} />
    </div>
  );
}

/** What stands in the form: text, so that nothing typed is ever lost. */
type DepositDraft = { amount: string; reference: string };
const emptyDeposit: DepositDraft = { amount: "", reference: "" };

function DepositForm(props: { shop: OperatorShop; pool: Pool }) {
  const t = useT();
  const { shop, pool } = props;
  const [draft, setDraft] = useState(emptyDeposit);
  useUnsaved(draft);
  const [checked, setChecked] = useState(false);
  const [confirming, setConfirming] = useState<Deposit | null>(null);
  const deposit = useDeposit(shop, () => {
    setConfirming(null);
    setDraft(emptyDeposit);
    setChecked(false);
  });
  const amount = readDeposit(draft.amount);
  const reference = textOf(canonicalIdentifier(draft.reference));
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if ("fault" in amount || reference === null) return;
        setConfirming({ amount: amount.fen, reference });
      }}
    >
      <DepositFields
        draft={draft}
        onChange={setDraft}
        errors={{
          amount:
            checked && "fault" in amount
              ? t(`common.error.amount.${amount.fault}`)
              : deposit.problem?.fieldError("/amount"),
          reference:
            checked && reference === null
              ? t("common.error.required")
              : deposit.problem?.fieldError("/reference"),
        }}
      />
      <Button type="submit" variant="solid" size="lg">
        {t("operator.pools.submit")}
      </Button>
      {confirming !== null && (
        <ConfirmDeposit
          shop={shop}
          pool={pool}
          wanted={confirming}
          deposit={deposit}
          onClose={() => setConfirming(null)}
        />
      )}
    </form>
  );
}

/** A deposit of nothing is none. */
function readDeposit(typed: string): ReadAmount {
  const amount = readAmount(typed);
  return "fen" in amount && amount.fen === 0 ? { fault: "not_an_amount" } : amount;
}

function DepositFields(props: {
  draft: DepositDraft;
  onChange: (draft: DepositDraft) => void;
  errors: Record<keyof DepositDraft, string | undefined>;
}) {
  const t = useT();
  const { draft, onChange, errors } = props;
  return (
    <>
      <Field label={t("operator.pools.amount")} error={errors.amount}>
        <Input
          inputMode="decimal"
          autoComplete="off"
          value={draft.amount}
          onChange={(event) => onChange({ ...draft, amount: event.target.value })}
        />
      </Field>
      <Field
        label={t("operator.pools.reference")}
        hint={t("operator.pools.referenceHint")}
        error={errors.reference}
      >
        <Input
          maxLength={REFERENCE_MAXIMUM}
          autoComplete="off"
          value={draft.reference}
          onChange={(event) => onChange({ ...draft, reference: event.target.value })}
        />
      </Field>
    </>
  );
}

function ConfirmDeposit(props: {
  shop: OperatorShop;
  pool: Pool;
  wanted: Deposit;
  deposit: ReturnType<typeof useDeposit>;
  onClose: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const { shop, pool, wanted, deposit } = props;
  return (
    <ConfirmSheet
      open
      onClose={props.onClose}
      title={t("operator.pools.confirmTitle", {
        shop: shop.name,
        amount: format.money(wanted.amount),
      })}
      body={t("operator.pools.confirmBody", {
        before: format.money(pool.balance),
        after: format.money(pool.balance + wanted.amount),
        reference: wanted.reference,
      })}
      confirmLabel={t("operator.pools.submit")}
      busy={deposit.busy}
      problem={deposit.problem}
      onConfirm={() => void deposit.run(wanted)}
    />
  );
}

function useDeposit(shop: OperatorShop, onDone: () => void) {
  const t = useT();
  const format = useFormat();
  const toast = useToast();
  const intent = useIntent();
  return useChange({
    send: (body: Deposit) => intent.attempt(body, (key) => merchants.deposit(shop.id, body, key)),
    refresh: [keys.shopPart(shop.id, "pool"), keys.operator("shops")],
    onDone: (_answer, { amount }) => {
      onDone();
      const title = t("operator.pools.done", { shop: shop.name, amount: format.money(amount) });
      toast({ title, tone: "success" });
    },
  });
}

function History(props: { pool: Pool }) {
  const t = useT();
  const format = useFormat();
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-lg font-semibold">{t("operator.pools.history")}</h2>
      {props.pool.deposits.length === 0 ? (
        <EmptyState title={t("operator.pools.empty")} hint={t("operator.pools.emptyHint")} />
      ) : (
        <Table
          caption={t("operator.pools.history")}
          rows={props.pool.deposits}
          rowKey={(deposit) => deposit.id}
          columns={[
            {
              key: "at",
              header: t("operator.pools.at"),
              cell: (deposit) => format.dateTime(deposit.at),
            },
            {
              key: "amount",
              header: t("operator.pools.amount"),
              align: "end",
              cell: (deposit) => <Money fen={deposit.amount} />,
            },
            {
              key: "reference",
              header: t("operator.pools.reference"),
              cell: (deposit) => (
                <span className="break-all">
                  <bdi>{deposit.reference}</bdi>
                </span>
              ),
            },
          ]}
        />
      )}
    </section>
  );
}
