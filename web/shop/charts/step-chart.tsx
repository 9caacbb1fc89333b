import { useFormat } from "../../i18n/index.ts";

const width = 320;
const height = 168;
const frame = { left: 8, right: 8, top: 26, bottom: 26 };

/** Bars of points over 1, 2, … units, each with its number; `label` says it in words. */
export function StepChart(props: { values: readonly number[]; label: string }) {
  const format = useFormat();
  const highest = Math.max(1, ...props.values);
  const slot = (width - frame.left - frame.right) / Math.max(1, props.values.length);
  const room = height - frame.top - frame.bottom;
  const bars = props.values.map((value, index) => ({
    units: index + 1,
    value,
    x: frame.left + index * slot,
    tall: Math.max(2, (value / highest) * room),
  }));
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={props.label} className="w-full">
      {bars.map((bar) => (
        <g key={bar.units}>
          <rect
            x={bar.x + slot * 0.14}
            y={height - frame.bottom - bar.tall}
            width={slot * 0.72}
            height={bar.tall}
            rx={4}
            className="fill-accent"
          />
          <text
            x={bar.x + slot / 2}
            y={height - frame.bottom - bar.tall - 7}
            textAnchor="middle"
            className="fill-ink text-[11px] font-semibold tabular-nums"
          >
            {format.number(bar.value)}
          </text>
          <text
            x={bar.x + slot / 2}
            y={height - 8}
            textAnchor="middle"
            className="fill-muted text-[11px] tabular-nums"
          >
            {format.number(bar.units)}
          </text>
        </g>
      ))}
    </svg>
  );
}
