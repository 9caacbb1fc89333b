import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { Skeleton } from "./feedback.tsx";
import { lazyPart } from "./lazy-part.tsx";
import { PartBoundary } from "./page-boundary.tsx";

// Drawing codes takes a library that few pages need.
const QrCode = lazyPart(() => import("./qr-code.tsx"));

type QrProps = ComponentProps<typeof QrCode>;

/** A QR code, drawn as SVG. Give it its size. */
export function Qr(props: QrProps) {
  return (
    <PartBoundary fallback={<Skeleton className={classes("aspect-square", props.className)} />}>
      <QrCode {...props} />
    </PartBoundary>
  );
}
