import { existsSync } from "node:fs";
import { aptInstall } from "./apt-install.mjs";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
/** Without a Chinese font, screenshots show boxes, and texts have the wrong width. */
const CHINESE_FONTS = ["/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/System/Library"];

/**
 * The browser the browser tests use: CHROMIUM, else an installed one, else Debian's is installed.
 * Throws with advice when that is impossible.
 */
export function ensureChromium() {
  const given = process.env.CHROMIUM;
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM names ${given}, which does not exist.`);
    return given;
  }
  const packages = [
    ...(USUAL_PLACES.some(existsSync) ? [] : ["chromium"]),
    ...(CHINESE_FONTS.some(existsSync) ? [] : ["fonts-noto-cjk"]),
  ];
  if (packages.length > 0) aptInstall(packages, advice(packages));
  const found = USUAL_PLACES.find(existsSync);
  if (!found) throw new Error(advice(["chromium"]));
  return found;
}

function advice(packages) {
  return (
    `The browser tests need ${packages.join(" and ")}. Install them, for example with ` +
    `"sudo apt-get install ${packages.join(" ")}", or set CHROMIUM to a Chromium of your own.`
  );
}
