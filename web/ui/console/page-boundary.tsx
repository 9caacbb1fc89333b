import { Component, type ReactNode } from "react";
import { t } from "../../i18n/index.ts";
import { Button, EmptyState } from "../index.ts";

/** A bug in one page leaves the menu standing and says what to do. */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
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
