import type { Language } from "../../../kernel/refusals.ts";
import type { Fault } from "../../../kernel/result.ts";
import type { Blame } from "./blame.ts";
import type { CheckFault, Step } from "./contract.ts";

type Text = Readonly<Record<Language, string>>;

/** `{step}` is the movement that was not seen. */
const TEXTS: Readonly<Record<CheckFault, Text>> = {
  not_a_picture: { en: "This is not a picture.", "zh-CN": "这不是图片。" },
  no_face: {
    en: "No face was found. Hold it inside the oval.",
    "zh-CN": "未检测到人脸，请将面部置于椭圆框内。",
  },
  many_faces: {
    en: "There are several faces. Be alone in the picture.",
    "zh-CN": "画面中有多张人脸，请确保只有您一人。",
  },
  face_too_small: { en: "The face is too small. Come closer.", "zh-CN": "面部太小，请靠近一些。" },
  too_dark: { en: "It is too dark. Find more light.", "zh-CN": "光线太暗，请到明亮处。" },
  too_bright: {
    en: "It is too bright. Turn away from the light.",
    "zh-CN": "光线太强，请避开强光。",
  },
  blurred: {
    en: "The picture is blurred. Hold the device still and wipe the lens.",
    "zh-CN": "画面模糊，请拿稳设备并擦拭镜头。",
  },
  too_few_pictures: {
    en: "There are too few pictures of the movements.",
    "zh-CN": "动作画面太少。",
  },
  too_few_frontal: {
    en: "Look straight into the camera before, between and after the movements.",
    "zh-CN": "动作开始前、动作之间和结束后，请正视镜头。",
  },
  too_fast: { en: "This was faster than people move.", "zh-CN": "动作过快。" },
  pictures_repeated: { en: "The same picture was sent twice.", "zh-CN": "有重复的画面。" },
  pictures_replayed: {
    en: "These pictures were sent before. Use the camera.",
    "zh-CN": "这些画面曾被提交过，请使用摄像头现场拍摄。",
  },
  step_missing: {
    en: "Not seen: {step}, then look straight ahead again.",
    "zh-CN": "未看到：{step}，之后请再次正视镜头。",
  },
  wrong_step: {
    en: "There was a movement that was not asked for. Follow the instructions in their order.",
    "zh-CN": "出现了未要求的动作，请按提示顺序完成。",
  },
  motion_broken: {
    en: "The movement was not continuous. Move calmly and stay in the picture.",
    "zh-CN": "动作不连贯，请平稳移动并保持在画面内。",
  },
  person_changed: {
    en: "There was more than one person in the course of the movements.",
    "zh-CN": "动作过程中出现了不同的人。",
  },
  use_passkey: {
    en: "The pictures do not tell for certain. Please use your passkey, or sign in with your password.",
    "zh-CN": "画面不足以确认，请使用通行密钥，或用密码登录。",
  },
};

const STEPS: Readonly<Record<Step, Text>> = {
  turn_left: { en: "turn your head to your left", "zh-CN": "向左转头" },
  turn_right: { en: "turn your head to your right", "zh-CN": "向右转头" },
  nod: { en: "nod", "zh-CN": "点头" },
  blink: { en: "close your eyes for a moment", "zh-CN": "眨眼" },
};

/** What was wrong, for `errors` of a problem: each fault once, with the first picture it was found in. */
export function faultsOf(blames: readonly Blame[], language: Language): Fault[] {
  const first = new Map<CheckFault, Blame>();
  for (const blame of blames) if (!first.has(blame.fault)) first.set(blame.fault, blame);
  return [...first.values()].map(({ fault, picture, step }) => ({
    pointer: picture === null ? "" : `/frames/${picture}`,
    code: fault,
    detail: TEXTS[fault][language].replace("{step}", step ? STEPS[step][language] : ""),
  }));
}
