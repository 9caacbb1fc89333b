import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { spacedOnce } from "../../../src/kernel/text/characters.ts";
import { type CategoryKey, categoryKeys, type ProductSort } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { IconButton, Select } from "../../ui/index.ts";
import { CategoryIcon } from "./art.tsx";
import { queryFrom, type ShelfFilter, sorts } from "./use-filter.ts";

/** Long enough that a word is asked for once, short enough to feel immediate. */
const typingPauseMilliseconds = 300;

export function SearchField(props: { value: string; onChange: (q: string) => void }) {
  const t = useT();
  const [typed, setTyped] = useState(props.value);
  const sent = useRef(props.value);
  const { value, onChange } = props;

  // The address changed by other means (the way back, "clear"): the field follows.
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setTyped(value);
    }
  }, [value]);

  useEffect(() => {
    const q = spacedOnce(typed);
    if (q === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = q;
      onChange(q);
    }, typingPauseMilliseconds);
    return () => clearTimeout(timer);
  }, [typed, onChange]);

  return (
    <search className="flex h-12 min-w-0 flex-1 items-center gap-2.5 rounded-full border border-line bg-surface pr-1 pl-4 shadow-card focus-within:outline-3 focus-within:outline-focus">
      <Search aria-hidden className="size-5 shrink-0 text-muted" />
      <input
        type="text"
        enterKeyHint="search"
        aria-label={t("mall.home.search")}
        placeholder={t("mall.home.search")}
        value={typed}
        onChange={(event) => setTyped(queryFrom(event.target.value))}
        className="h-full min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted"
      />
      {typed !== "" && (
        <IconButton
          label={t("common.action.clear")}
          className="size-10"
          onClick={() => setTyped("")}
        >
          <X aria-hidden className="size-4" />
        </IconButton>
      )}
    </search>
  );
}

const chip =
  "inline-flex min-h-11 shrink-0 items-center gap-1.5 rounded-full border px-4 text-sm whitespace-nowrap transition-colors aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:font-medium aria-pressed:text-paper border-line bg-surface text-ink hover:border-line-strong";

export function Categories(props: {
  categories: readonly { key: CategoryKey; count: number }[];
  chosen: CategoryKey | null;
  onChoose: (category: CategoryKey | null) => void;
}) {
  const t = useT();
  const present = categoryKeys.filter(
    (key) =>
      key === props.chosen ||
      props.categories.some((category) => category.key === key && category.count > 0),
  );
  if (present.length === 0) return null;
  return (
    <fieldset className="no-scrollbar -mx-4 mt-4 flex min-w-0 gap-2 overflow-x-auto px-4 py-1">
      <legend className="sr-only">{t("mall.home.categories")}</legend>
      <button
        type="button"
        aria-pressed={props.chosen === null}
        onClick={() => props.onChoose(null)}
        className={chip}
      >
        {t("common.state.all")}
      </button>
      {present.map((key) => (
        <button
          key={key}
          type="button"
          aria-pressed={props.chosen === key}
          onClick={() => props.onChoose(props.chosen === key ? null : key)}
          className={chip}
        >
          <CategoryIcon category={key} />
          {t(`mall.category.${key}`)}
        </button>
      ))}
    </fieldset>
  );
}

export function FilterBar(props: {
  filter: ShelfFilter;
  change: (part: Partial<ShelfFilter>) => void;
  mayAfford: boolean;
}) {
  const t = useT();
  const { filter, change } = props;
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">{t("mall.home.filters")}</legend>
      {props.mayAfford && (
        <button
          type="button"
          aria-pressed={filter.affordable}
          onClick={() => change({ affordable: !filter.affordable })}
          className={chip}
        >
          {t("mall.home.affordable")}
        </button>
      )}
      <button
        type="button"
        aria-pressed={filter.inStock}
        onClick={() => change({ inStock: !filter.inStock })}
        className={chip}
      >
        {t("mall.home.inStock")}
      </button>
      <Select
        aria-label={t("mall.home.sort")}
        value={filter.sort}
        onChange={(sort) => change({ sort: sort as ProductSort })}
        options={sorts.map((sort) => ({ value: sort, label: t(`mall.sort.${sort}`) }))}
        className="w-auto rounded-full border-line py-0 text-sm"
      />
    </fieldset>
  );
}
