import type { Face } from "../../face/frame.ts";
import type { Blame } from "./blame.ts";
import type { Step } from "./contract.ts";
import {
  decideMovement,
  isPlainMovement,
  type Rest,
  restOf,
  type Shown,
} from "./decide-movement.ts";
import { decideOnePerson } from "./decide-one-person.ts";
import type { Seen } from "./decide-quality.ts";

/** Nobody reads three instructions and follows them in less. */
export const HUMAN_TIME_MILLISECONDS = 2_000;
/** A frontal view before, between and after three movements. */
export const PICTURES_MINIMUM = 7;
/**
 * How far a head gets from one picture to the next, at three to five pictures a second. What jumps
 * further was put together from pieces.
 */
const YAW_DEGREES_MAXIMUM = 50;
const PITCH_DEGREES_MAXIMUM = 40;
/** A face that is suddenly half or twice as large is another picture held into the camera. */
const SIZE_RATIO_MAXIMUM = 1.6;

export type Attempt = {
  readonly steps: readonly Step[];
  /** The pictures that can be judged, in the order in which they were sent. */
  readonly seen: readonly Seen[];
  /** Of all pictures. */
  readonly contentHashes: readonly string[];
  /** From the challenge to the arrival of the pictures, by the server's clock. */
  readonly ageMilliseconds: number;
};

export type Liveness =
  | {
      readonly isLive: true;
      readonly frontal: readonly Face[];
      readonly moved: readonly Seen[];
    }
  | { readonly isLive: false; readonly because: Blame };

type Judged = Seen & { readonly shown: Shown };

/**
 * Whether a living person made the movements that were asked for, in their order, between frontal
 * views, and the same person throughout. Which picture belongs to which step is found from their
 * order alone; nothing the browser says of them is asked. Refused for the first of: too few pictures,
 * two the same, faster than people are, motion with a jump in it, a movement that was not asked for, one
 * that is missing, another person.
 */
export function decideLiveness({ steps, seen, contentHashes, ageMilliseconds }: Attempt): Liveness {
  if (seen.length < PICTURES_MINIMUM) return notLive({ fault: "too_few_pictures", picture: null });
  const repeated = contentHashes.findIndex((hash, index) => contentHashes.indexOf(hash) < index);
  if (repeated !== -1) return notLive({ fault: "pictures_repeated", picture: repeated });
  if (ageMilliseconds < HUMAN_TIME_MILLISECONDS) {
    return notLive({ fault: "too_fast", picture: null });
  }
  const jump = seen.find((one, index) => isJump(seen[index - 1] ?? one, one));
  if (jump) return notLive({ fault: "motion_broken", picture: jump.picture });
  const rest = restOf(seen);
  if (rest === null) return notLive({ fault: "too_few_frontal", picture: null });
  const judged = seen.map((one) => ({ ...one, shown: decideMovement(one.face, rest) }));
  const astray = walk(steps, judged, rest);
  if (astray !== null) return notLive(astray);
  const frontal = judged.filter(({ shown }) => shown === "frontal");
  const stranger = decideOnePerson(frontal.flatMap(({ face }) => face.embedding ?? []));
  if (stranger !== null) {
    return notLive({ fault: "person_changed", picture: frontal[stranger]?.picture ?? null });
  }
  const moved = judged.filter(({ shown }) => shown.startsWith("turn_") || shown === "nod");
  return { isLive: true, frontal: frontal.map(({ face }) => face), moved };
}

function notLive(because: Blame): Liveness {
  return { isLive: false, because };
}

function isJump(before: Seen, after: Seen): boolean {
  const pictures = Math.max(after.picture - before.picture, 1);
  const ratio = after.face.size / before.face.size;
  return (
    Math.abs(after.face.yaw - before.face.yaw) > YAW_DEGREES_MAXIMUM * pictures ||
    Math.abs(after.face.pitch - before.face.pitch) > PITCH_DEGREES_MAXIMUM * pictures ||
    Math.max(ratio, 1 / ratio) > SIZE_RATIO_MAXIMUM ** pictures
  );
}

/**
 * Follows the pictures along the way: frontal, first movement, frontal, second, frontal, third,
 * frontal. Null when the end is reached.
 */
function walk(steps: readonly Step[], judged: readonly Judged[], rest: Rest): Blame | null {
  const way: readonly Shown[] = ["frontal", ...steps.flatMap((step) => [step, "frontal"] as const)];
  let place = 0;
  for (const { shown, face, picture } of judged) {
    if (place === way.length) return null;
    if (shown === way[place]) {
      place += 1;
      continue;
    }
    // Before the first frontal view nothing has begun; a movement may also be held for a while.
    const isAllowed = place === 0 || shown === way[place - 1];
    if (isAllowed || !isPlainMovement(shown, face, rest)) continue;
    // Whoever goes on to the next movement did this one too, and it could not be seen.
    return way.indexOf(shown) > place ? missing(steps, place) : { fault: "wrong_step", picture };
  }
  return place === way.length ? null : missing(steps, place);
}

function missing(steps: readonly Step[], place: number): Blame {
  const step = steps[Math.floor((place - 1) / 2)];
  if (place === 0 || step === undefined) return { fault: "too_few_frontal", picture: null };
  return { fault: "step_missing", picture: null, step };
}
