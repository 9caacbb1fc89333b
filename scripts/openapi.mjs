// `npm run openapi`: writes what the endpoints declare to src/app.openapi.json, whose diff is reviewed.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { install, root } from "./prepare.mjs";

install();
const { register } = await import("tsx/esm/api");
register();
const { buildOpenApi } = await import("../src/app.ts");
const file = join(root, "src", "app.openapi.json");
writeFileSync(file, `${JSON.stringify(await buildOpenApi(), null, 2)}\n`);
