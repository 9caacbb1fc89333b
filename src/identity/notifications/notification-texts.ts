import type { Language } from "../../kernel/refusals.ts";
import type { NotificationKind } from "./contract.ts";

type Text = { readonly title: string; readonly text: string };

export const NOTIFICATION_TEXTS: Readonly<
  Record<NotificationKind, Readonly<Record<Language, Text>>>
> = {
  face_enrolled: {
    en: {
      title: "Face recognition is set up",
      text: "Your face can now be used to check that it is you. If this was not you, withdraw it under Me › Face and passkeys at once and tell the mall's support.",
    },
    "zh-CN": {
      title: "已开通人脸识别",
      text: "现在可以用人脸确认是您本人。若非本人操作，请在“我的”›“人脸与通行密钥”中撤回，并联系商场客服。",
    },
  },
  face_withdrawn: {
    en: {
      title: "Face recognition is removed",
      text: "Your consent is withdrawn and what was stored of your face is destroyed. If this was not you, tell the mall's support.",
    },
    "zh-CN": {
      title: "已关闭人脸识别",
      text: "您的同意已撤回，所存人脸信息已销毁。若非本人操作，请联系商场客服。",
    },
  },
  face_unused: {
    en: {
      title: "Face recognition is removed",
      text: "It was not used for a long time, so what was stored of your face is destroyed. You can set it up again whenever you like.",
    },
    "zh-CN": {
      title: "已关闭人脸识别",
      text: "因长期未使用，所存人脸信息已销毁。您可以随时重新开通。",
    },
  },
  face_locked: {
    en: {
      title: "Face recognition is locked for an hour",
      text: "It failed ten times. Your passkey and your password go on working. If this was not you, there is nothing you have to do.",
    },
    "zh-CN": {
      title: "人脸识别已锁定一小时",
      text: "人脸验证已失败十次。通行密钥和密码仍可使用。若非本人操作，您无需处理。",
    },
  },
  passkey_added: {
    en: {
      title: "A passkey was added",
      text: "A device can now confirm that it is you. If this was not you, remove the passkey under Me › Face and passkeys at once and tell the mall's support.",
    },
    "zh-CN": {
      title: "已添加通行密钥",
      text: "一台设备现在可以确认是您本人。若非本人操作，请在“我的”›“人脸与通行密钥”中移除，并联系商场客服。",
    },
  },
  passkey_removed: {
    en: {
      title: "A passkey was removed",
      text: "It can no longer be used. If this was not you, tell the mall's support.",
    },
    "zh-CN": {
      title: "已移除通行密钥",
      text: "该通行密钥已不能使用。若非本人操作，请联系商场客服。",
    },
  },
};
