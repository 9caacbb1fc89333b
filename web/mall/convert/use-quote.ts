import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type ApiProblem, exchange, problemFrom, type Quote } from "../../api/index.ts";
import { secondsUntil, useNow } from "../use-now.ts";
import type { ConvertibleShop } from "./steps.ts";

/** The amount rests this long before a quote is asked for: a slider passes many amounts. */
const restMilliseconds = 350;

export type AskedQuote = {
  /** The quote for the amount on screen; undefined while it is being asked for. */
  current: Quote | undefined;
  secondsLeft: number;
  problem: ApiProblem | null;
  isIdle: boolean;
  renew: () => void;
};

/** Asks the server what an amount gives, again whenever it changes. Null asks for nothing. */
export function useQuote(shop: ConvertibleShop, asked: number | null): AskedQuote {
  const rested = useRested(asked);
  const now = useNow();
  const query = useQuery({
    queryKey: ["me", "quotes", shop.shopId, shop.ratio.version, rested],
    queryFn: () =>
      // Every asking is a new wish: a quote that has lapsed must not be answered again.
      exchange.quote({ shopId: shop.shopId, points: rested ?? 0 }, crypto.randomUUID()),
    enabled: rested !== null,
    // A quote in hand is kept until it lapses; coming back to the window must not change it.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const isSettled = rested === asked;
  const current = isSettled && asked !== null ? query.data : undefined;
  return {
    current,
    secondsLeft: current === undefined ? 0 : secondsUntil(current.expiresAt, now),
    problem: isSettled && query.error !== null ? problemFrom(query.error) : null,
    isIdle: asked === null,
    renew: () => void query.refetch(),
  };
}

function useRested(asked: number | null): number | null {
  const [rested, setRested] = useState(asked);
  useEffect(() => {
    const timer = setTimeout(() => setRested(asked), restMilliseconds);
    return () => clearTimeout(timer);
  }, [asked]);
  return rested;
}
