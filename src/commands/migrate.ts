import type { Command } from "./command.ts";
import { open } from "./open.ts";

export const migrateCommand: Command = {
  summary: "Bring the database to this version and stop.",
  usage: "tongdui migrate",
  async run() {
    const opened = await open({ beside: true });
    await opened.close();
    console.log("The database has every migration of this version.");
    return 0;
  },
};
