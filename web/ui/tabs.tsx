import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

export type TabItem = { value: string; label: ReactNode; badge?: ReactNode };

export type TabsProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  items: readonly TabItem[];
  className?: string | undefined;
  /** What the chosen tab shows. */
  children?: ReactNode;
};

/** Pills in a row; arrow keys move between them. */
export function Tabs(props: TabsProps) {
  return (
    <BaseTabs.Root value={props.value} onValueChange={(value) => props.onChange(String(value))}>
      <BaseTabs.List
        aria-label={props.label}
        className={classes("no-scrollbar flex gap-1 overflow-x-auto p-1", props.className)}
      >
        {props.items.map((item) => (
          <BaseTabs.Tab key={item.value} value={item.value} className="ui-tab">
            {item.label}
            {item.badge}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {props.items.map((item) => (
        <BaseTabs.Panel key={item.value} value={item.value} className="outline-offset-4">
          {props.children}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
