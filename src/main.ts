import { auditCommand } from "./commands/audit.ts";
import { type Command, UsageError } from "./commands/command.ts";
import { importCommand } from "./commands/import.ts";
import { migrateCommand } from "./commands/migrate.ts";
import { openApiCommand } from "./commands/openapi.ts";
import { serve } from "./commands/serve.ts";

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
  // A person's mistake gets its message; a mistake of ours its stack.
  const isForPeople = error instanceof UsageError || process.env.LOG_LEVEL === undefined;
  console.error(isForPeople && error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
