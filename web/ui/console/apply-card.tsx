import { useState } from "react";
import { isVisible } from "../../../src/kernel/text/characters.ts";
import { DESCRIPTION_MAXIMUM, NAME_MAXIMUM } from "../../../src/merchants/limits.ts";
import { keys, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Card, ErrorNote, Field, Input, Textarea, useToast } from "../index.ts";

export type Application = { name: string; description?: string };

/** Applying for a shop or a seller: somebody who belongs to none starts here. */
export function ApplyCard(props: {
  texts: Record<"title" | "body" | "name" | "description" | "submit" | "done", string>;
  apply: (application: Application) => Promise<unknown>;
}) {
  const t = useT();
  const toast = useToast();
  const { texts } = props;
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const apply = useChange({
    send: props.apply,
    refresh: [keys.session],
    onDone: () => toast({ title: texts.done, tone: "success" }),
  });
  return (
    <Card className="mx-auto mt-6 w-full max-w-md p-6">
      <h1 className="text-2xl font-semibold tracking-tight">{texts.title}</h1>
      <p className="mt-1 mb-5 text-muted">{texts.body}</p>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void apply.run({ name, ...(isVisible(description) ? { description } : {}) });
        }}
      >
        <Field label={texts.name} error={apply.problem?.fieldError("/name")}>
          <Input
            required
            maxLength={NAME_MAXIMUM}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label={texts.description} hint={t("common.state.optional")}>
          <Textarea
            rows={3}
            maxLength={DESCRIPTION_MAXIMUM}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        </Field>
        {apply.problem?.saysMoreThan("/name") && <ErrorNote problem={apply.problem} />}
        <Button type="submit" variant="solid" size="lg" busy={apply.busy}>
          {texts.submit}
        </Button>
      </form>
    </Card>
  );
}
