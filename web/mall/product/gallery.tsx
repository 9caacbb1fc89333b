import type { ProductDetail } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { ProductPicture } from "../home/art.tsx";

/** A product's pictures, one beside the other; a swipe or the arrow keys go through them. */
export function Gallery(props: { product: ProductDetail }) {
  const t = useT();
  const { product } = props;
  const shape = "aspect-[4/3] w-full md:aspect-square md:rounded-3xl";
  if (product.pictures.length < 2) {
    return (
      <div className="-mx-4 md:mx-0">
        <ProductPicture
          picture={product.pictures[0] ?? product.picture}
          category={product.category}
          eager
          alt={product.name}
          className={shape}
        />
      </div>
    );
  }
  return (
    <section
      aria-label={t("mall.product.pictures")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="no-scrollbar -mx-4 flex snap-x snap-mandatory overflow-x-auto md:mx-0 md:rounded-3xl"
    >
      {product.pictures.map((picture, at) => (
        <ProductPicture
          key={picture}
          picture={picture}
          category={product.category}
          eager={at === 0}
          alt={t("mall.product.picture", { name: product.name, at: at + 1 })}
          className={`shrink-0 snap-center ${shape}`}
        />
      ))}
    </section>
  );
}
