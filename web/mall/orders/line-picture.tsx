import type { OrderLine, ProductKind } from "../../api/index.ts";
import { ProductPicture } from "../home/art.tsx";

/** Orders do not carry the category; the kind still says what to draw without a picture. */
const categories = {
  physical: "other",
  voucher: "voucher",
  pickup: "food",
} as const satisfies Record<ProductKind, string>;

export function LinePicture(props: { line: OrderLine; className: string }) {
  return (
    <ProductPicture
      picture={props.line.picture}
      category={categories[props.line.kind]}
      className={`shrink-0 ${props.className}`}
    />
  );
}
