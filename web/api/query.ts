import {
  QueryClient,
  type QueryKey,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { ApiProblem, problemFrom } from "./problem.ts";

export type PageOf<Item> = { items: Item[]; nextCursor: string | null };

/** One client per area. Refusals are answers, so only unreachable servers are asked again. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Without a network a call fails at once and says so; a silent wait would look like work.
        networkMode: "always",
        staleTime: 10_000,
        retry: (attempts, thrown) => attempts < 2 && problemFrom(thrown).outcomeUnknown,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/** A list read page by page: `items` so far, and `more` when there is another page. */
export function usePaged<Item>(of: {
  key: QueryKey;
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<PageOf<Item>>;
  enabled?: boolean;
}) {
  const query = useInfiniteQuery({
    queryKey: of.key,
    queryFn: ({ pageParam, signal }) => of.read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: of.enabled ?? true,
  });
  return {
    items: query.data?.pages.flatMap((page) => page.items) ?? [],
    loading: query.isPending,
    problem: query.error === null ? null : problemFrom(query.error),
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    reload: () => void query.refetch(),
  };
}

/**
 * A change on the server: `run(values)`, its problem, and which lists to read again afterwards.
 * `run` never throws; it answers true when the change was made.
 */
export function useChange<Values, Answer>(of: {
  send: (values: Values) => Promise<Answer>;
  refresh?: readonly QueryKey[];
  onDone?: (answer: Answer, values: Values) => void;
}) {
  const client = useQueryClient();
  const mutation = useMutation<Answer, unknown, Values>({
    mutationFn: of.send,
    onSuccess: async (answer, values) => {
      of.onDone?.(answer, values);
      await Promise.all(
        (of.refresh ?? []).map((queryKey) => client.invalidateQueries({ queryKey })),
      );
    },
  });
  return {
    run: async (values: Values): Promise<boolean> => {
      try {
        await mutation.mutateAsync(values);
        return true;
      } catch (thrown) {
        if (!(thrown instanceof ApiProblem)) console.error(thrown);
        return false;
      }
    },
    busy: mutation.isPending,
    problem: mutation.error === null ? null : problemFrom(mutation.error),
    answer: mutation.data ?? null,
    reset: mutation.reset,
  };
}
