import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { DESCRIPTION_MAXIMUM, NAME_MAXIMUM } from "../../../src/merchants/limits.ts";
import { keys, merchants, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Button,
  ErrorNote,
  Field,
  Input,
  Sheet,
  ShopMark,
  Textarea,
  useUnsaved,
} from "../../ui/index.ts";

type Application = { name: string; description: string; colour: string };

/** Applying to open a shop or to sell; afterwards the way to its console. */
export function ApplySheet(props: { kind: "shop" | "seller"; onClose: () => void }) {
  const t = useT();
  const { kind } = props;
  const [typed, setTyped] = useState<Application>({ name: "", description: "", colour: "#b23a0c" });
  const apply = useChange({
    send: (body: Application) =>
      kind === "shop" ? merchants.applyAsShop(body) : merchants.applyAsSeller(body),
    refresh: [keys.session],
  });
  const title = kind === "shop" ? t("mall.apply.shopTitle") : t("mall.apply.sellerTitle");
  return (
    <Sheet open unsaved={useUnsaved(typed)} onClose={props.onClose} title={title}>
      {apply.answer === null ? (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void apply.run(typed);
          }}
        >
          <ApplyFields
            typed={typed}
            change={(part) => setTyped({ ...typed, ...part })}
            fault={(field) => apply.problem?.fieldError(`/${field}`)}
          />
          {apply.problem !== null && apply.problem.errors.length === 0 && (
            <ErrorNote problem={apply.problem} />
          )}
          <Button type="submit" variant="solid" size="lg" busy={apply.busy}>
            {t("mall.apply.submit")}
          </Button>
        </form>
      ) : (
        <div role="status" className="flex flex-col items-center gap-3 text-center">
          <CircleCheck aria-hidden className="size-12 text-success" />
          <p className="font-semibold">{t("mall.apply.done", { name: apply.answer.name })}</p>
          <p className="text-muted">{t("mall.apply.doneHint")}</p>
          <a href={`/${kind}`} data-variant="solid" data-size="lg" className="ui-button w-full">
            {t("mall.me.openConsole")}
          </a>
        </div>
      )}
    </Sheet>
  );
}

function ApplyFields(props: {
  typed: Application;
  change: (part: Partial<Application>) => void;
  fault: (field: keyof Application) => string | undefined;
}) {
  const t = useT();
  const { typed, change, fault } = props;
  return (
    <>
      <Field label={t("mall.apply.name")} error={fault("name")}>
        <Input
          required
          maxLength={NAME_MAXIMUM}
          value={typed.name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Field>
      <Field label={t("mall.apply.description")} error={fault("description")}>
        <Textarea
          rows={2}
          maxLength={DESCRIPTION_MAXIMUM}
          value={typed.description}
          onChange={(event) => change({ description: event.target.value })}
        />
      </Field>
      <div className="flex items-end gap-3">
        <Field
          label={t("mall.apply.colour")}
          hint={t("mall.apply.colourHint")}
          error={fault("colour")}
          className="flex-1"
        >
          <Input
            type="color"
            value={typed.colour}
            onChange={(event) => change({ colour: event.target.value })}
            className="h-11 p-1"
          />
        </Field>
        <ShopMark name={typed.name} colour={typed.colour} size="lg" className="mb-6" />
      </div>
    </>
  );
}
