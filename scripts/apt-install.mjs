import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Installs Debian's packages. Throws with the advice where that is impossible. */
export function aptInstall(packages, advice) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) throw new Error(advice);
  console.log(`Installing ${packages.join(" and ")} …`);
  const options = {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  spawnSync("apt-get", ["update", "-qq"], options);
  const install = ["install", "-y", "-qq", "--no-install-recommends", ...packages];
  if (spawnSync("apt-get", install, options).status !== 0) throw new Error(advice);
}
