import { fork } from "node:child_process";
import { join } from "node:path";
import type { LoadPlan, LoadResult } from "./load/plan.ts";

export type LoadProcess = {
  readonly pid: number;
  /** Carries the plan out. Throws when anything but a success was answered: such a number is worthless. */
  run(plan: LoadPlan): Promise<LoadResult>;
  stop(): void;
};

type Message = { result: LoadResult } | { failure: string };

/** The one process all load comes from, so that its garbage and its clock are not the server's. */
export function startLoadProcess(): LoadProcess {
  const child = fork(join(import.meta.dirname, "load", "main.ts"), {
    execArgv: ["--import", "tsx"],
  });
  return {
    pid: child.pid ?? 0,
    async run(plan) {
      const message = await new Promise<Message>((resolve, reject) => {
        const onExit = () => reject(new Error("The load process ended."));
        child.once("exit", onExit);
        child.once("message", (told) => {
          child.off("exit", onExit);
          resolve(told as Message);
        });
        child.send(plan);
      });
      if ("failure" in message) throw new Error(`${plan.name}: ${message.failure}`);
      const { refused, firstRefusal } = message.result;
      if (refused > 0) throw new Error(`${plan.name}: ${refused} refused, first ${firstRefusal}`);
      return message.result;
    },
    stop: () => {
      child.disconnect();
    },
  };
}
