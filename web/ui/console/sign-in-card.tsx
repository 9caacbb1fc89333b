import { useState } from "react";
import { type ApiProblem, problemFrom, useSignIn } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Card, ErrorNote, Field, Input, LanguageToggle, ThemeToggle } from "../index.ts";

/** Signing in to a console. What was typed stays when the server refuses it. */
export function SignInCard(props: { title: string }) {
  const t = useT();
  const { signIn } = useSignIn();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  async function submit() {
    setBusy(true);
    setProblem(null);
    try {
      await signIn(login, password);
    } catch (thrown) {
      setProblem(problemFrom(thrown));
      setBusy(false);
    }
  }

  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center justify-between gap-2">
          <p className="text-lg font-semibold tracking-tight">{t("common.brand")}</p>
          <div className="flex gap-1">
            <ThemeToggle />
            <LanguageToggle />
          </div>
        </div>
        <Card className="p-6">
          <h1 className="text-2xl font-semibold tracking-tight">{props.title}</h1>
          <p className="mt-1 mb-5 text-muted">{t("common.signIn.consoleHint")}</p>
          <form
            className="flex flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              void submit();
            }}
          >
            <Field label={t("common.signIn.login")}>
              <Input
                name="login"
                autoComplete="username"
                required
                value={login}
                onChange={(event) => setLogin(event.target.value)}
              />
            </Field>
            <Field label={t("common.signIn.password")}>
              <Input
                name="password"
                type="password"
                autoComplete="current-password"
                required
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            </Field>
            {problem !== null && <ErrorNote problem={problem} />}
            <Button type="submit" variant="solid" size="lg" busy={busy}>
              {t("common.signIn.submit")}
            </Button>
          </form>
        </Card>
      </div>
    </main>
  );
}
