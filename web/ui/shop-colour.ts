const dark = "#1f1a16";
const light = "#ffffff";

/** Dark or light, whichever stands out more from a `#rrggbb` colour (WCAG contrast). */
export function readableOn(colour: string): string {
  const brightness = luminance(colour);
  const onDark = (brightness + 0.05) / (luminance(dark) + 0.05);
  const onLight = (luminance(light) + 0.05) / (brightness + 0.05);
  return onLight >= onDark ? light : dark;
}

/** Relative luminance of `#rrggbb` (WCAG 2.2), 0 … 1; what is no such colour counts as black. */
function luminance(colour: string): number {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (match === null) return 0;
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((part) => {
    const channel = Number.parseInt(part, 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
