import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { earning, keys, type Preview } from "../../api/index.ts";
import { type Basket, wireLines } from "./basket/basket.ts";

/** Long enough to let a burst of scans pass, short enough not to be noticed. */
const settleMilliseconds = 120;

/**
 * What the server says the basket earns. `current` is null while the answer for exactly this
 * basket is not there: a number that belongs to another basket is never shown.
 */
export type AwardPreview = { current: Preview | null; failed: boolean };

export function useAwardPreview(
  shopId: string,
  basket: Basket,
  customerId: string | null,
): AwardPreview {
  const body = { lines: wireLines(basket), ...(customerId === null ? {} : { customerId }) };
  const wanted = JSON.stringify(body);
  const settled = useSettled(wanted);
  const query = useQuery({
    queryKey: keys.shopPart(shopId, "awardPreview", settled),
    queryFn: async ({ signal }) => {
      const asked: typeof body = JSON.parse(settled);
      return { of: settled, preview: await earning.preview(shopId, asked, signal) };
    },
    enabled: basket.lines.length > 0 && settled === wanted,
    placeholderData: keepPreviousData,
    retry: 1,
  });
  const answer = query.data;
  const current = answer !== undefined && answer.of === wanted ? answer.preview : null;
  return { current, failed: query.isError && settled === wanted };
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMilliseconds);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
