import type { CatalogueEntry } from "./catalogue-entry.ts";

/** The part of the catalogue that identity refuses with, in its order. */
export const ACCOUNT_REFUSALS = {
  weak_password: {
    status: 422,
    retry: "after_change",
    en: ["Weak password", "Choose a password of at least 8 characters that is hard to guess."],
    zh: ["密码太弱", "请设置至少 8 位且不易被猜到的密码。"],
  },
  already_registered: {
    status: 409,
    retry: "never",
    en: ["Already registered", "There is already an account with this phone number or e-mail."],
    zh: ["已注册", "此手机号或邮箱已注册，请直接登录。"],
  },
  bad_credentials: {
    status: 401,
    retry: "after_change",
    en: ["Sign-in failed", "The login or the password is wrong."],
    zh: ["登录失败", "账号或密码不正确。"],
  },
  method_not_available: {
    status: 409,
    retry: "never",
    en: ["Method not available", "This way of identity check is not available here at the moment."],
    zh: ["方式不可用", "此身份验证方式目前不可用。"],
  },
  passkey_not_registered: {
    status: 409,
    retry: "after_change",
    en: ["No passkey", "Register a passkey first."],
    zh: ["没有通行密钥", "请先添加通行密钥。"],
  },
  passkey_not_verified: {
    status: 401,
    retry: "after_change",
    en: ["Passkey not verified", "The passkey could not be verified. Please try again."],
    zh: ["通行密钥未通过验证", "未能验证通行密钥，请重试。"],
  },
  passkey_already_registered: {
    status: 409,
    retry: "never",
    en: ["Already registered", "This passkey is already registered."],
    zh: ["已添加", "此通行密钥已添加过。"],
  },
  face_not_enrolled: {
    status: 409,
    retry: "after_change",
    en: ["Face not set up", "There is no face to compare with. Set up face recognition first."],
    zh: ["尚未开通人脸", "没有可供比对的人脸信息，请先开通人脸识别。"],
  },
  consent_required: {
    status: 409,
    retry: "after_change",
    en: ["Consent needed", "Please read and agree to the current text on face recognition first."],
    zh: ["需要您的同意", "请先阅读并同意现行的人脸识别告知书。"],
  },
  challenge_expired: {
    status: 410,
    retry: "after_change",
    en: ["Too late", "The time for these movements is over. Please start again."],
    zh: ["已超时", "本次动作验证已超时，请重新开始。"],
  },
  challenge_used: {
    status: 409,
    retry: "after_change",
    en: ["Already used", "These movements were already answered. Please start again."],
    zh: ["已使用", "本次动作验证已使用过，请重新开始。"],
  },
  no_face: {
    status: 422,
    retry: "after_change",
    en: ["No face found", "There was no face in the pictures. Hold it inside the oval."],
    zh: ["未检测到人脸", "画面中没有人脸，请将面部置于椭圆框内。"],
  },
  many_faces: {
    status: 422,
    retry: "after_change",
    en: ["More than one face", "There was more than one face in the pictures. Be alone in them."],
    zh: ["检测到多张人脸", "画面中有多张人脸，请确保只有您一人。"],
  },
  poor_quality: {
    status: 422,
    retry: "after_change",
    en: ["Pictures not good enough", "The pictures cannot be used; see errors for the reason."],
    zh: ["画面质量不足", "画面无法使用，原因请查看 errors。"],
  },
  liveness_failed: {
    status: 401,
    retry: "after_change",
    en: ["Movements not seen", "The movements could not be seen as asked; see errors."],
    zh: ["动作未通过", "未能看到所要求的动作，请查看 errors。"],
  },
  face_not_matched: {
    status: 401,
    retry: "after_change",
    en: ["No match", "The face does not match. Try again, or use another way."],
    zh: ["人脸不匹配", "人脸不匹配，请重试或使用其他方式。"],
  },
  verification_required: {
    status: 403,
    retry: "after_change",
    en: ["Identity check needed", "Please confirm it is you before converting points."],
    zh: ["需要身份验证", "兑换积分前请先完成身份验证。"],
  },
} as const satisfies Record<string, CatalogueEntry>;
