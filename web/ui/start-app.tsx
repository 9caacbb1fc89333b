import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { type Area, startI18n } from "../i18n/index.ts";
import { keepOnDevice } from "./keep-on-device.ts";

/** Puts an area into its page once its texts are there. */
export async function startApp(area: Area, app: ReactNode): Promise<void> {
  await startI18n(area);
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no #root");
  createRoot(root).render(<StrictMode>{app}</StrictMode>);
  keepOnDevice();
}
