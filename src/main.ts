import { auditCommand } from "./commands/audit.ts";
import type { Command } from "./commands/command.ts";
import { importCommand } from "./commands/import.ts";
import { migrateCommand } from "./commands/migrate.ts";
import { openApiCommand } from "./commands/openapi.ts";
import { serve } from "./commands/serve.ts";
import { UsageError } from "./usage-error.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
  serve,
  migrate: migrateCommand,
  audit: auditCommand,
  import: importCommand,
  openapi: openApiCommand,
};

async function main([verb = "help", ...rest]: readonly string[]): Promise<number> {
  const command = COMMANDS[verb];
  if (command) return command.run(rest);
  for (const { usage, summary } of Object.values(COMMANDS)) console.log(`${usage}\n    ${summary}`);
  return verb === "help" || verb === "--help" ? 0 : 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Most of what stops a command is for a person to mend, and says how; the rest wants its stack.
  const isDetailed = process.env.LOG_LEVEL === "debug" && !(error instanceof UsageError);
  console.error(error instanceof Error && !isDetailed ? error.message : error);
  process.exitCode = 1;
}
