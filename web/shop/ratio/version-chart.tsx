import type { Ratio } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";

const width = 320;
const height = 150;
const frame = { left: 12, right: 12, top: 24, bottom: 26 };

/** Mall points for 1,000 shop points, version after version; the newest stands out. */
export function VersionChart(props: { versions: readonly Ratio[] }) {
  const t = useT();
  const format = useFormat();
  const shown = [...props.versions].sort((a, b) => a.version - b.version).slice(-8);
  const worth = shown.map((ratio) => Math.floor((1000 * ratio.mallPoints) / ratio.shopPoints));
  const highest = Math.max(1, ...worth);
  const slot = (width - frame.left - frame.right) / shown.length;
  const room = height - frame.top - frame.bottom;
  const label = shown
    .map((ratio, index) =>
      t("shop.ratio.chartPoint", {
        version: ratio.version,
        date: format.date(ratio.validFrom),
        points: worth[index] ?? 0,
      }),
    )
    .join("; ");
  return (
    <figure>
      <figcaption className="mb-1 text-sm font-medium">{t("shop.ratio.chart")}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className="w-full">
        {shown.map((ratio, index) => {
          const value = worth[index] ?? 0;
          const tall = Math.max(2, (value / highest) * room);
          const x = frame.left + index * slot;
          const newest = index === shown.length - 1;
          return (
            <g key={ratio.version}>
              <rect
                x={x + slot * 0.18}
                y={height - frame.bottom - tall}
                width={slot * 0.64}
                height={tall}
                rx={4}
                className={newest ? "fill-accent" : "fill-line-strong"}
              />
              <text
                x={x + slot / 2}
                y={height - frame.bottom - tall - 7}
                textAnchor="middle"
                className="fill-ink text-[11px] font-semibold tabular-nums"
              >
                {format.number(value)}
              </text>
              <text
                x={x + slot / 2}
                y={height - 8}
                textAnchor="middle"
                className="fill-muted text-[11px] tabular-nums"
              >
                {format.number(ratio.version)}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
