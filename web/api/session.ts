import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Session } from "./accounts.ts";
import { forgetPerson } from "./at-sign-out.ts";
import { api } from "./client.ts";
import { keys } from "./keys.ts";
import { ApiProblem, problemFrom } from "./problem.ts";
import { useChange } from "./query.ts";

function isSignedOut(thrown: unknown): boolean {
  return thrown instanceof ApiProblem && thrown.status === 401;
}

async function readSession(signal: AbortSignal): Promise<Session | null> {
  try {
    return await api.get<Session>("/sessions/current", { signal });
  } catch (thrown) {
    if (isSignedOut(thrown)) return null;
    throw thrown;
  }
}

/** Who is signed in: `session` is null when nobody is, undefined while that is being asked. */
export function useSession() {
  const query = useQuery({
    queryKey: keys.session,
    queryFn: ({ signal }) => readSession(signal),
    staleTime: 60_000,
  });
  return {
    session: query.data,
    loading: query.isPending,
    problem: query.error === null ? null : problemFrom(query.error),
    reload: () => void query.refetch(),
  };
}

/** Signing in; everything read for the person before is forgotten. */
export function useSignIn() {
  const client = useQueryClient();
  return {
    signIn: async (login: string, password: string) => {
      await api.post("/sessions", { login, password });
      await client.resetQueries();
    },
  };
}

/** Signing out, by `run(undefined)`; everything read for the person is forgotten. */
export function useSignOut() {
  const client = useQueryClient();
  return useChange<undefined, void>({
    send: async () => {
      try {
        await api.delete("/sessions/current");
      } catch (thrown) {
        // Signed out already: by time, or on another device.
        if (!isSignedOut(thrown)) throw thrown;
      }
      await forgetPerson();
      client.setQueryData(keys.session, null);
      await client.resetQueries();
    },
  });
}
