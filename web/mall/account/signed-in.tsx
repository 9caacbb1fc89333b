import type { ReactNode } from "react";
import { useSession } from "../../api/index.ts";
import { ErrorNote, lazyPart } from "../../ui/index.ts";
import { PageSkeleton } from "../page-skeleton.tsx";

const SignInPage = lazyPart(() => import("./sign-in-page.tsx"));

/**
 * Shows its content to whoever is signed in; everyone else signs in right here, so that afterwards
 * they are where they wanted to be.
 */
export function SignedIn(props: { children: ReactNode }) {
  const { session, problem, reload } = useSession();
  if (session === null) return <SignInPage />;
  if (session !== undefined) return props.children;
  if (problem !== null) return <ErrorNote className="mt-6" problem={problem} onRetry={reload} />;
  return <PageSkeleton />;
}
