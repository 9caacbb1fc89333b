import { useState } from "react";
import { accounts, keys, useChange } from "../../api/index.ts";
import { deviceName } from "./device-name.ts";

/** Makes a passkey on this device and registers it. `wasCancelled` when the person closed the window. */
export function usePasskeyRegistration(onDone?: () => void) {
  const [wasCancelled, setCancelled] = useState(false);
  const register = useChange({
    send: async () => {
      const { startRegistration } = await import("@simplewebauthn/browser");
      type Options = Parameters<typeof startRegistration>[0]["optionsJSON"];
      const { options } = await accounts.passkeyRegistration<Options>();
      const response = await startRegistration({ optionsJSON: options }).catch(() => null);
      if (response === null) return setCancelled(true);
      await accounts.finishPasskeyRegistration({
        response,
        name: deviceName(navigator.userAgent),
      });
      onDone?.();
    },
    refresh: [keys.passkeys, keys.notifications],
  });
  return {
    run: () => {
      setCancelled(false);
      return register.run(undefined);
    },
    busy: register.busy,
    problem: register.problem,
    wasCancelled,
  };
}
