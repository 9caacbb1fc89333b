import {
  Baby,
  BookOpen,
  Coffee,
  Dumbbell,
  Gift,
  Headphones,
  Lamp,
  type LucideIcon,
  Sparkles,
  Ticket,
  Utensils,
} from "lucide-react";
import { type CategoryKey, type KnownCategory, knownCategory } from "../../api/index.ts";
import { classes } from "../../ui/index.ts";

const art: Record<KnownCategory, { icon: LucideIcon; hue: number }> = {
  food: { icon: Utensils, hue: 40 },
  tea: { icon: Coffee, hue: 150 },
  digital: { icon: Headphones, hue: 240 },
  home: { icon: Lamp, hue: 205 },
  beauty: { icon: Sparkles, hue: 350 },
  baby: { icon: Baby, hue: 85 },
  books: { icon: BookOpen, hue: 15 },
  sports: { icon: Dumbbell, hue: 175 },
  voucher: { icon: Ticket, hue: 310 },
  other: { icon: Gift, hue: 65 },
};

export function CategoryIcon(props: { category: CategoryKey; className?: string }) {
  const { icon: Icon } = art[knownCategory(props.category) ?? "other"];
  return <Icon aria-hidden className={props.className ?? "size-4"} strokeWidth={1.7} />;
}

/**
 * A product's picture; without one, a calm gradient with its category's icon. It decorates: the
 * name stands beside it. The caller gives the shape.
 */
export function ProductPicture(props: {
  picture: string | null;
  category: CategoryKey;
  /** Pictures in the first view are fetched at once. */
  eager?: boolean;
  className?: string;
  alt?: string;
}) {
  if (props.picture !== null) {
    return (
      <img
        src={props.picture}
        alt={props.alt ?? ""}
        width={480}
        height={360}
        loading={props.eager ? "eager" : "lazy"}
        decoding="async"
        className={classes("bg-sunken object-cover", props.className)}
      />
    );
  }
  const { icon: Icon, hue } = art[knownCategory(props.category) ?? "other"];
  const from = `light-dark(oklch(94% 0.045 ${hue}), oklch(38% 0.05 ${hue}))`;
  const to = `light-dark(oklch(85% 0.08 ${hue + 30}), oklch(28% 0.05 ${hue + 30}))`;
  return (
    <span
      aria-hidden
      className={classes("grid place-items-center", props.className)}
      style={{
        background: `linear-gradient(140deg, ${from}, ${to})`,
        color: `light-dark(oklch(38% 0.07 ${hue}), oklch(85% 0.06 ${hue}))`,
      }}
    >
      <Icon className="size-[34%] max-h-20 max-w-20" strokeWidth={1.2} />
    </span>
  );
}
