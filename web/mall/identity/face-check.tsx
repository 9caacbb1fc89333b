import { ShieldCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type ApiProblem, type Challenge, problemFrom } from "../../api/index.ts";
import { CameraStage, type Capture, useCapture } from "../../camera/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Skeleton } from "../../ui/index.ts";
import { CameraBlocked } from "./camera-blocked.tsx";
import { CueLine, CueProgress } from "./cue.tsx";
import { Note, ReasonNote } from "./reason-note.tsx";
import { useFocusOnArrival } from "./use-focus-on-arrival.ts";

/** The pictures that answer a challenge. */
export type Answered = { challengeId: string; frames: readonly string[] };

/**
 * The camera, from opening it to the server's answer. `draw` asks for a challenge, `send` answers it;
 * what they refuse stands beside the button to try again. `instead` is the other way, always there.
 */
export function FaceCheck(props: {
  draw: () => Promise<Challenge>;
  send: (answered: Answered) => Promise<void>;
  instead: ReactNode;
}) {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  async function orProblem<Value>(run: () => Promise<Value>): Promise<Value | null> {
    setProblem(null);
    return run().catch((thrown: unknown) => {
      setProblem(problemFrom(thrown));
      return null;
    });
  }
  const capture = useCapture({
    draw: () => orProblem(props.draw),
    send: async (challengeId, frames) =>
      (await orProblem(() => props.send({ challengeId, frames }).then(() => true))) === true,
  });
  const { state } = capture;
  const place = useFocusOnArrival<HTMLDivElement>();
  return (
    <div ref={place} tabIndex={-1} className="flex flex-col gap-4 outline-none">
      {state.phase === "blocked" ? (
        <CameraBlocked fault={state.fault} onRetry={capture.reopen} />
      ) : (
        <Stage capture={capture} problem={problem} />
      )}
      <div className="flex flex-col items-center">{props.instead}</div>
    </div>
  );
}

function Stage(props: { capture: Capture; problem: ApiProblem | null }) {
  const t = useT();
  const { capture, problem } = props;
  const { state, cue } = capture;
  if (state.phase === "opening") {
    return (
      <div role="status" className="flex flex-col gap-4">
        <p className="min-h-14">{t("mall.identity.camera.opening")}</p>
        <Skeleton className="mx-auto aspect-4/3 max-h-[clamp(14rem,calc(100dvh-25rem),58dvh)] w-full rounded-3xl" />
      </div>
    );
  }
  return (
    <>
      <CueLine phase={state.phase} cue={cue} />
      <CameraStage
        stream={capture.stream}
        videoRef={capture.videoRef}
        label={t("mall.identity.camera.preview")}
        progress={cue?.progress ?? (state.phase === "sending" ? 1 : null)}
      >
        {state.phase === "performing" && cue !== null && (
          <CueProgress cue={cue} count={(state.plan.steps.length - 1) / 2} />
        )}
      </CameraStage>
      {state.phase === "ready" && state.interruption !== null && (
        <Note>{t(`mall.identity.camera.${state.interruption}`)}</Note>
      )}
      {state.phase === "ready" && problem !== null && <ReasonNote problem={problem} />}
      <Controls capture={capture} hasFailed={problem !== null} />
      <p className="flex items-center justify-center gap-1.5 text-sm text-muted">
        <ShieldCheck aria-hidden className="size-4 shrink-0" />
        {t("mall.identity.camera.privacy")}
      </p>
    </>
  );
}

/** One button that starts and tries again; it stays in its place while it waits, and so does the focus. */
function Controls(props: { capture: Capture; hasFailed: boolean }) {
  const t = useT();
  const { state, start, reopen } = props.capture;
  if (state.phase === "ready" && state.interruption === "camera_lost") {
    return (
      <Button variant="solid" size="lg" onClick={reopen}>
        {t("mall.identity.camera.reopen")}
      </Button>
    );
  }
  const isReady = state.phase === "ready";
  const again = props.hasFailed ? "common.action.retry" : "mall.identity.camera.start";
  return (
    <Button
      variant={isReady ? "solid" : "ghost"}
      size="lg"
      className={isReady ? undefined : "bg-sunken text-muted"}
      aria-disabled={!isReady}
      onClick={start}
    >
      {t(isReady ? again : waiting[state.phase])}
    </Button>
  );
}

const waiting = {
  opening: "mall.identity.camera.starting",
  blocked: "mall.identity.camera.starting",
  drawing: "mall.identity.camera.starting",
  performing: "mall.identity.camera.follow",
  sending: "mall.identity.camera.sending",
  finished: "mall.identity.camera.sending",
} as const;
