import QRCode from "qrcode";
import { useT } from "../i18n/index.ts";
import { classes } from "./classes.ts";

/** Readers want this many light modules around a code (ISO/IEC 18004). */
const quietModules = 4;

/** A QR code, drawn; always dark on white, because readers expect that in the dark as well. */
export default function QrCode(props: {
  value: string;
  label?: string;
  className?: string | undefined;
}) {
  const t = useT();
  const { modules } = QRCode.create(props.value, { errorCorrectionLevel: "M" });
  const side = modules.size + 2 * quietModules;
  const path = Array.from(modules.data).flatMap((isDark, at) => {
    const x = (at % modules.size) + quietModules;
    const y = Math.floor(at / modules.size) + quietModules;
    return isDark ? [`M${x} ${y}h1v1h-1z`] : [];
  });
  return (
    <svg
      role="img"
      aria-label={props.label ?? t("common.qr.label")}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      className={classes("rounded-xl bg-white", props.className)}
    >
      <path d={path.join("")} fill="#000" />
    </svg>
  );
}
