import { existsSync } from "node:fs";
import { aptInstall } from "./apt-install.mjs";

const USUAL_PLACES = ["/usr/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx"];
const ADVICE =
  'The proxy tests need nginx. Install it, for example with "sudo apt-get install nginx-light", ' +
  "or set NGINX to an nginx of your own.";

/**
 * The nginx that the proxy tests use: NGINX, else an installed one, else Debian's is installed. Throws
 * with advice when that is impossible.
 */
export function ensureNginx() {
  const given = process.env.NGINX;
  if (given) {
    if (!existsSync(given)) throw new Error(`NGINX names ${given}, which does not exist.`);
    return given;
  }
  if (!USUAL_PLACES.some(existsSync)) aptInstall(["nginx-light"], ADVICE);
  const found = USUAL_PLACES.find(existsSync);
  if (!found) throw new Error(ADVICE);
  return found;
}
