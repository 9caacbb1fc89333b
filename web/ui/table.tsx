import type { ReactNode } from "react";
import { useT } from "../i18n/index.ts";
import { EmptyState } from "./feedback.tsx";

export type Column<Row> = {
  key: string;
  header: ReactNode;
  align?: "start" | "end";
  cell: (row: Row) => ReactNode;
};

export type TableProps<Row> = {
  /** Names the table for those who do not see it. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  empty?: ReactNode;
};

/** A dense table; it scrolls sideways within itself when it is wider than the screen. */
export function Table<Row>(props: TableProps<Row>) {
  const t = useT();
  if (props.rows.length === 0) {
    return <>{props.empty ?? <EmptyState title={t("common.table.empty")} />}</>;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section aria-label={props.caption} tabIndex={0} className="ui-card relative overflow-x-auto">
      <table className="ui-table max-sm:whitespace-nowrap">
        <caption className="sr-only">{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column.key} scope="col" data-align={column.align}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)}>
              {props.columns.map((column) => (
                <td key={column.key} data-align={column.align}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
