import { type ComponentProps, lazy, Suspense } from "react";
import { classes } from "./classes.ts";
import { Skeleton } from "./feedback.tsx";

// Drawing codes takes a library that few pages need.
const QrCode = lazy(() => import("./qr-code.tsx"));

type QrProps = ComponentProps<typeof QrCode>;

/** A QR code, drawn as SVG. Give it its size. */
export function Qr(props: QrProps) {
  return (
    <Suspense fallback={<Skeleton className={classes("aspect-square", props.className)} />}>
      <QrCode {...props} />
    </Suspense>
  );
}
