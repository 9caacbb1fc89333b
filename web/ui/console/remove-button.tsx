import { useState } from "react";
import { useChange } from "../../api/index.ts";
import { Button, ConfirmSheet, useToast } from "../index.ts";

/** A button that takes something away for good, after its consequence was read and confirmed. */
export function RemoveButton(props: {
  /** On the button and on its confirmation. */
  label: string;
  /** The same with the thing's name, for who cannot see the row it stands in. */
  labelOf: string;
  title: string;
  body: string;
  /** Said when it is done. */
  done: string;
  remove: () => Promise<unknown>;
  refresh: readonly (readonly unknown[])[];
}) {
  const toast = useToast();
  const [removing, setRemoving] = useState(false);
  const change = useChange({
    send: props.remove,
    refresh: props.refresh,
    onDone: () => {
      setRemoving(false);
      toast({ title: props.done, tone: "success" });
    },
  });
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        aria-label={props.labelOf}
        onClick={() => setRemoving(true)}
      >
        {props.label}
      </Button>
      <ConfirmSheet
        open={removing}
        onClose={() => setRemoving(false)}
        title={props.title}
        body={props.body}
        confirmLabel={props.label}
        tone="danger"
        busy={change.busy}
        problem={change.problem}
        onConfirm={() => void change.run(undefined)}
      />
    </>
  );
}
