import { useQuery } from "@tanstack/react-query";
import { exchange, keys, problemFrom, useSession } from "../../api/index.ts";

/** The wallet of whoever is signed in; nothing is asked for anybody else. */
export function useWallet() {
  const { session } = useSession();
  const isSignedIn = session !== undefined && session !== null;
  const query = useQuery({
    queryKey: keys.wallet,
    queryFn: () => exchange.wallet(),
    enabled: isSignedIn,
  });
  return {
    data: isSignedIn ? query.data : undefined,
    problem: query.error === null ? null : problemFrom(query.error),
    reload: () => void query.refetch(),
  };
}
