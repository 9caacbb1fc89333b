import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ScanFace } from "lucide-react";
import { useState } from "react";
import { DISPLAY_NAME_CHARACTERS_MAXIMUM } from "../../../src/identity/limits.ts";
import { compatibleText } from "../../../src/kernel/text/identifier.ts";
import { accounts, face, keys, type NewCustomer, useChange, useSignIn } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Button,
  Card,
  ErrorNote,
  Field,
  Input,
  LanguageToggle,
  lazyPart,
  PartBoundary,
  Skeleton,
} from "../../ui/index.ts";
import { withTexts } from "../identity/with-texts.ts";

const FaceSignIn = lazyPart(withTexts(() => import("../identity/face-sign-in.tsx")));

type Typed = { login: string; password: string; name: string };

type Way = "password" | "face" | "new";

/** The ways in share what was typed; nothing is lost on the way between them. */
export default function SignInPage() {
  const t = useT();
  const [way, setWay] = useState<Way>("password");
  const isNew = way === "new";
  const [typed, setTyped] = useState<Typed>({ login: "", password: "", name: "" });
  const change = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));
  return (
    <div className="mx-auto w-full max-w-sm pt-8 md:pt-16">
      <div className="mb-5 flex items-center gap-3">
        <img src="/icon.svg" alt="" width={48} height={48} className="size-12" />
        <div className="min-w-0 flex-1">
          <h1 className="text-2xl font-semibold tracking-tight">
            {isNew ? t("mall.signUp.title") : t("mall.signIn.title")}
          </h1>
          <p className="text-sm text-muted">{t("common.slogan")}</p>
        </div>
        <LanguageToggle className="md:hidden" />
      </div>
      <Card className="p-5">
        {way === "new" && <SignUpForm typed={typed} change={change} />}
        {way === "password" && (
          <>
            <SignInForm typed={typed} change={change} />
            <FaceOffer onChoose={() => setWay("face")} />
          </>
        )}
        {way === "face" && (
          <PartBoundary fallback={<Skeleton className="h-64 w-full" />}>
            <FaceSignIn
              login={typed.login}
              changeLogin={(login) => change({ login })}
              onPassword={() => setWay("password")}
            />
          </PartBoundary>
        )}
      </Card>
      <p className="mt-4 flex items-center justify-center gap-1 text-muted">
        {isNew ? t("mall.signUp.haveAccount") : t("mall.signIn.noAccount")}
        <Button
          variant="ghost"
          className="px-3 text-accent"
          onClick={() => setWay(isNew ? "password" : "new")}
        >
          {isNew ? t("mall.signUp.toSignIn") : t("mall.signIn.toSignUp")}
        </Button>
      </p>
    </div>
  );
}

/** Where the mall does not allow it, or cannot do it now, that is said instead. */
function FaceOffer(props: { onChoose: () => void }) {
  const t = useT();
  const method = useQuery({ queryKey: keys.faceMethod, queryFn: face.method });
  if (method.data === undefined) return null;
  if (!method.data.available || !method.data.loginAllowed) {
    return <p className="mt-4 text-center text-sm text-muted">{t("mall.signIn.faceOff")}</p>;
  }
  return (
    <Button size="lg" className="mt-3 w-full" onClick={props.onChoose}>
      <ScanFace aria-hidden className="size-5" />
      {t("mall.signIn.face")}
    </Button>
  );
}

type FormProps = { typed: Typed; change: (part: Partial<Typed>) => void };

function SignInForm(props: FormProps) {
  const t = useT();
  const { typed, change } = props;
  const { signIn } = useSignIn();
  const send = useChange({ send: () => signIn(typed.login, typed.password) });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send.run(undefined);
      }}
    >
      <Field label={t("mall.signIn.login")} error={send.problem?.fieldError("/login")}>
        <Input
          required
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          value={typed.login}
          onChange={(event) => change({ login: event.target.value })}
        />
      </Field>
      <Field label={t("mall.signIn.password")} error={send.problem?.fieldError("/password")}>
        <Input
          required
          name="password"
          type="password"
          autoComplete="current-password"
          value={typed.password}
          onChange={(event) => change({ password: event.target.value })}
        />
      </Field>
      {send.problem !== null && <ErrorNote problem={send.problem} />}
      <Button type="submit" variant="solid" size="lg" busy={send.busy}>
        {t("mall.signIn.submit")}
      </Button>
    </form>
  );
}

function SignUpForm(props: FormProps) {
  const t = useT();
  const { typed, change } = props;
  const client = useQueryClient();
  const register = useChange({
    send: async (body: NewCustomer) => {
      await accounts.register(body);
      await client.resetQueries();
    },
  });
  const { problem } = register;
  const isTaken = problem?.code === "already_registered";
  const isWeak = problem?.code === "weak_password";
  const loginFault = problem?.fieldError("/email") ?? problem?.fieldError("/phone");
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void register.run(bodyOf(typed));
      }}
    >
      <Field label={t("mall.signUp.name")} error={problem?.fieldError("/displayName")}>
        <Input
          required
          autoComplete="nickname"
          maxLength={DISPLAY_NAME_CHARACTERS_MAXIMUM}
          value={typed.name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Field>
      <Field
        label={t("mall.signIn.login")}
        error={isTaken ? problem.detail : loginFault && t("mall.signUp.loginInvalid")}
      >
        <Input
          required
          autoComplete="username"
          autoCapitalize="none"
          value={typed.login}
          onChange={(event) => change({ login: event.target.value })}
        />
      </Field>
      <Field
        label={t("mall.signUp.password")}
        hint={t("mall.signUp.passwordHint")}
        error={isWeak ? problem.detail : problem?.fieldError("/password")}
      >
        <Input
          required
          type="password"
          autoComplete="new-password"
          value={typed.password}
          onChange={(event) => change({ password: event.target.value })}
        />
      </Field>
      {problem !== null && !isTaken && !isWeak && problem.errors.length === 0 && (
        <ErrorNote problem={problem} />
      )}
      <Button type="submit" variant="solid" size="lg" busy={register.busy}>
        {t("mall.signUp.submit")}
      </Button>
    </form>
  );
}

/** What has an @ is an e-mail address, everything else a phone number. */
function bodyOf(typed: Typed): NewCustomer {
  const login = compatibleText(typed.login);
  const contact = login.includes("@") ? { email: login } : { phone: login };
  return { ...contact, password: typed.password, displayName: typed.name };
}
