import { useEffect, useEffectEvent, useReducer, useRef, useState } from "react";
import {
  afterEvent,
  type CaptureEvent,
  type CaptureState,
  cueOf,
  type DrawnChallenge,
  FIRST_STATE,
} from "./capture-state.ts";
import { base64Of, createFrameGrabber } from "./grab-frame.ts";
import { closeCamera, openCamera } from "./open-camera.ts";
import { type Cue, isFrameDue, type Plan } from "./plan.ts";

/** How often the clock is looked at: shorter than any distance between two pictures. */
const TICK_MILLISECONDS = 50;

export type CaptureNeeds = {
  /** Asks the server what to do; null when it refused, and whoever asked shows why. */
  readonly draw: () => Promise<DrawnChallenge | null>;
  /** Sends base64 JPEG pictures; answers whether they were accepted. */
  readonly send: (challengeId: string, frames: readonly string[]) => Promise<boolean>;
};

export type Capture = {
  readonly state: CaptureState;
  readonly cue: Cue | null;
  readonly stream: MediaStream | null;
  /** For the element that shows the stream: pictures are taken from it. */
  readonly videoRef: (video: HTMLVideoElement | null) => void;
  readonly start: () => void;
  readonly reopen: () => void;
};

/** A capture from opening the camera to the server's answer. The camera is off after it, and on leaving. */
export function useCapture(needs: CaptureNeeds): Capture {
  const [state, send] = useReducer(afterEvent, FIRST_STATE);
  const [cue, setCue] = useState<Cue | null>(null);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const drawChallenge = useEffectEvent(needs.draw);
  const sendFrames = useEffectEvent(needs.send);
  const stream = useStream(state.phase, send);
  useInterruptions(stream, send);

  useEffect(() => {
    if (state.phase !== "drawing") return;
    let isCurrent = true;
    void drawChallenge().then((challenge) => {
      if (!isCurrent) return;
      if (challenge === null) send({ kind: "refused" });
      else send({ kind: "drawn", challenge, now: performance.now() });
    });
    return () => {
      isCurrent = false;
    };
  }, [state.phase]);

  const frames = useRef<readonly Promise<Blob | null>[]>([]);
  useEffect(() => {
    if (state.phase !== "performing" || video === null) return;
    const take = takingFrames(video, state.plan);
    frames.current = take.frames;
    const timer = setInterval(() => {
      const now = performance.now();
      take.at(now - state.startedAt);
      setCue(cueOf(state, now));
      send({ kind: "ticked", now });
    }, TICK_MILLISECONDS);
    return () => {
      clearInterval(timer);
      setCue(null);
    };
  }, [state, video]);

  useEffect(() => {
    if (state.phase !== "sending") return;
    let isCurrent = true;
    void encoded(frames.current)
      .then((pictures) => sendFrames(state.challengeId, pictures))
      .then((wasAccepted) => isCurrent && send({ kind: wasAccepted ? "accepted" : "refused" }));
    return () => {
      isCurrent = false;
    };
  }, [state]);

  return {
    state,
    cue,
    stream,
    videoRef: setVideo,
    start: () => send({ kind: "start" }),
    reopen: () => send({ kind: "reopen" }),
  };
}

/** The camera's picture from `opening` on; switched off once it is not needed any more. */
function useStream(phase: CaptureState["phase"], send: (event: CaptureEvent) => void) {
  const [stream, setStream] = useState<MediaStream | null>(null);
  useEffect(() => {
    if (phase !== "opening") return;
    let isCurrent = true;
    void openCamera().then((camera) => {
      if (!camera.ok) {
        if (isCurrent) send({ kind: "blocked", fault: camera.fault });
      } else if (isCurrent) {
        setStream(camera.stream);
        send({ kind: "opened" });
      } else {
        closeCamera(camera.stream);
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [phase, send]);
  useEffect(() => {
    if (phase === "finished") setStream(null);
  }, [phase]);
  useEffect(() => (stream === null ? undefined : () => closeCamera(stream)), [stream]);
  return stream;
}

function useInterruptions(stream: MediaStream | null, send: (event: CaptureEvent) => void) {
  useEffect(() => {
    const onHidden = () => document.hidden && send({ kind: "interrupted", by: "hidden" });
    document.addEventListener("visibilitychange", onHidden);
    return () => document.removeEventListener("visibilitychange", onHidden);
  }, [send]);
  useEffect(() => {
    const track = stream?.getVideoTracks()[0];
    const onEnded = () => send({ kind: "interrupted", by: "camera_lost" });
    track?.addEventListener("ended", onEnded);
    return () => track?.removeEventListener("ended", onEnded);
  }, [stream, send]);
}

function takingFrames(video: HTMLVideoElement, plan: Plan) {
  const grabber = createFrameGrabber();
  const frames: Promise<Blob | null>[] = [];
  let last: number | null = null;
  return {
    frames,
    at(elapsed: number) {
      if (!isFrameDue(plan, { elapsed, last })) return;
      last = elapsed;
      frames.push(grabber.grab(video));
    },
  };
}

/**
 * Every picture once: a camera that is slow, as they are in poor light, shows one for longer than
 * the time between two of ours, and the server takes a picture that comes twice for a photograph.
 */
async function encoded(frames: readonly Promise<Blob | null>[]): Promise<string[]> {
  const pictures = await Promise.all(frames);
  const texts = await Promise.all(pictures.filter((picture) => picture !== null).map(base64Of));
  return [...new Set(texts)];
}
