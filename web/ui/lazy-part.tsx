import { type ComponentType, type LazyExoticComponent, lazy } from "react";

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

/** A network that is away for a moment is back within these waits. */
const PAUSES_MILLISECONDS = [500, 2_000];

/** The code of a page or a part of one did not arrive: no network, or a deployment has replaced it. */
export class PartNotLoaded extends Error {
  override name = "PartNotLoaded";
}

const failed = new Set<() => void>();

/**
 * A page, or a part of one, whose code is fetched when it is first shown. A failed fetch is repeated; when it fails for
 * good the nearest `PageBoundary` says so, and its retry fetches again.
 */
export function lazyPart<Props extends object>(load: Load<Props>): ComponentType<Props> {
  let Page: LazyExoticComponent<ComponentType<Props>>;
  const reset = () => {
    Page = lazy(() =>
      loadPatiently(load).catch((cause: unknown) => {
        failed.add(reset);
        throw new PartNotLoaded("the code of a part did not arrive", { cause });
      }),
    );
  };
  reset();
  return function LazyPart(props: Props) {
    return <Page {...props} />;
  };
}

/** The parts that failed are fetched again when they are shown next. */
export function forgetFailedParts(): void {
  for (const reset of failed) reset();
  failed.clear();
}

async function loadPatiently<Props>(load: Load<Props>): ReturnType<Load<Props>> {
  for (const pause of PAUSES_MILLISECONDS) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return load();
}
