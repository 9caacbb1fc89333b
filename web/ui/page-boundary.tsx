import { Component, type ReactNode, Suspense } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "./button.tsx";
import { EmptyState } from "./feedback.tsx";
import { forgetFailedParts, PartNotLoaded } from "./lazy-part.tsx";

type State = { error: unknown };

/**
 * A page that fails leaves the menu standing and says what to do. `page` names what is inside: another
 * page is shown at once, without a reload.
 */
export class PageBoundary extends Component<{ children: ReactNode; page?: string }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override componentDidMount(): void {
    addEventListener("online", this.retryPage);
  }

  override componentWillUnmount(): void {
    removeEventListener("online", this.retryPage);
  }

  override componentDidUpdate(before: { page?: string }): void {
    if (before.page !== this.props.page && this.state.error !== null) this.retry();
  }

  /** The network is back, so that what did not arrive may arrive now. */
  retryPage = (): void => {
    if (this.state.error instanceof PartNotLoaded) this.retry();
  };

  retry = (): void => {
    forgetFailedParts();
    this.setState({ error: null });
  };

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (error instanceof PartNotLoaded) return <NotLoaded onRetry={this.retry} />;
    return (
      <EmptyState
        title={t("common.error.crashed")}
        hint={t("common.error.crashedHint")}
        action={
          <Button variant="solid" onClick={() => location.reload()}>
            {t("common.action.reload")}
          </Button>
        }
      />
    );
  }
}

function NotLoaded(props: { onRetry: () => void }) {
  const isOffline = !navigator.onLine;
  return (
    <div role="alert">
      <EmptyState
        className="pt-20"
        title={t(isOffline ? "common.offline.title" : "common.error.notLoaded")}
        hint={t(isOffline ? "common.offline.hint" : "common.error.notLoadedHint")}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button variant="solid" onClick={props.onRetry}>
              {t("common.action.retry")}
            </Button>
            <Button variant="soft" onClick={() => location.reload()}>
              {t("common.action.reload")}
            </Button>
          </div>
        }
      />
    </div>
  );
}

/** A part of a page whose code is fetched when it is needed: what stands there meanwhile, and if it fails. */
export function PartBoundary(props: { fallback: ReactNode; children: ReactNode }) {
  return (
    <PageBoundary>
      <Suspense fallback={props.fallback}>{props.children}</Suspense>
    </PageBoundary>
  );
}
