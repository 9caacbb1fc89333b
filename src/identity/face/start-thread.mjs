// What a thread of the pipeline loads first. It inherits no loader from its parent, which may run
// under tsx or under a test runner, so it brings its own before it reads TypeScript.
import { register } from "tsx/esm/api";

register();
export const { examineInThread } = await import("./thread.ts");
