import { useQueryClient } from "@tanstack/react-query";
import { Camera } from "lucide-react";
import { useState } from "react";
import { face } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Field, Input } from "../../ui/index.ts";
import { FaceCheck } from "./face-check.tsx";

/** Signing in by face: who it claims to be, then the camera. The password is always one press away. */
export default function FaceSignIn(props: {
  login: string;
  changeLogin: (login: string) => void;
  onPassword: () => void;
}) {
  const t = useT();
  const client = useQueryClient();
  const [claimed, setClaimed] = useState<string | null>(null);
  const instead = (
    <Button variant="ghost" onClick={props.onPassword}>
      {t("mall.identity.signIn.usePassword")}
    </Button>
  );
  if (claimed !== null) {
    return (
      <FaceCheck
        draw={() => face.challenge({ purpose: "login", login: claimed })}
        send={async (answered) => {
          await face.signIn({ ...answered, login: claimed });
          await client.resetQueries();
        }}
        instead={instead}
      />
    );
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setClaimed(props.login);
      }}
    >
      <Field label={t("mall.signIn.login")} hint={t("mall.identity.signIn.hint")}>
        <Input
          required
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          value={props.login}
          onChange={(event) => props.changeLogin(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="solid" size="lg">
        <Camera aria-hidden className="size-5" />
        {t("mall.identity.signIn.submit")}
      </Button>
      <div className="flex flex-col items-center">{instead}</div>
    </form>
  );
}
