import type { Day } from "../../../kernel/clock.ts";
import type { Language } from "../../../kernel/refusals.ts";

/**
 * What is agreed to before a camera is opened. Any change of meaning is a new version: enrolling asks
 * for the version in force. What it has to say is in PIPL, articles 17 and 30, and in article 5 of
 * the measures on facial recognition (人脸识别技术应用安全管理办法), which also ask for a
 * consent of its own to sending faces over the internet and keeping them elsewhere than in the device.
 */
export const CONSENT_VERSION = 1;
export const CONSENT_PUBLISHED_ON: Day = "2026-03-01";

type ConsentText = {
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly body: string }[];
  readonly agree: string;
};

/** `{days}` is how long an unused template is kept. */
const TEXTS: Readonly<Record<Language, ConsentText>> = {
  en: {
    title: "Using your face to confirm that it is you",
    sections: [
      {
        heading: "What for, and who",
        body: "The operator of this mall checks that it is you before points are converted, and when you sign in by face. Your face is used for nothing else, and is given to nobody.",
      },
      {
        heading: "What happens",
        body: "The camera takes up to 40 pictures while you turn your head, nod or blink. They are sent to the mall's server over an encrypted connection. It looks at them at once, computes 512 numbers from them, the template, and forgets the pictures. No picture is stored.",
      },
      {
        heading: "What is stored, and how long",
        body: "The template is stored on the mall's server, encrypted with a key of your own, until you take your consent back or do not use it for {days} days. When and for what it was used is written down, without anything of your face. To recognise a film that is played again, fingerprints of the pictures, from which no face can be had, are kept for 7 days.",
      },
      {
        heading: "What it means for you",
        body: "A face cannot be changed like a password. If the template were stolen together with its keys, somebody could try to deceive other systems with it. The check may also refuse you, or in rare cases take somebody else for you; and it cannot see through every forgery.",
      },
      {
        heading: "You need not do this",
        body: "For converting points a passkey does the same, with the fingerprint, face or PIN lock of your own device, and the mall never sees it; for signing in there is your password. Whoever does not agree loses nothing.",
      },
      {
        heading: "Your rights",
        body: "Under Me you see what is stored and what it was used for, and there you take your consent back at any time: the key is destroyed at once. What was done before stays valid. You may also ask the operator for a copy, a correction or an explanation, and complain to the authority.",
      },
      {
        heading: "Children",
        body: "Under the age of 14 please do not set this up; use the passkey together with your parents.",
      },
    ],
    agree: "I have read this and agree that my face is used in this way.",
  },
  "zh-CN": {
    title: "使用人脸信息确认是您本人",
    sections: [
      {
        heading: "谁处理、为了什么",
        body: "本商场运营方在您兑换积分前以及您选择人脸登录时，核验是否为您本人。人脸信息不用于其他目的，也不提供给任何第三方。",
      },
      {
        heading: "如何处理",
        body: "您转头、点头或眨眼时，摄像头最多拍摄 40 张画面，经加密连接传输至商场的服务器。服务器随即分析，由此计算出 512 个数值（人脸特征模板），然后丢弃画面。不保存任何照片。",
      },
      {
        heading: "保存什么、保存多久",
        body: "特征模板存储于商场的服务器，以您专属的密钥加密，直至您撤回同意，或连续 {days} 天未使用。何时、因何使用会被记录，记录中不含任何人脸信息。为识别重复播放的录像，画面的指纹值（无法还原人脸）保存 7 天。",
      },
      {
        heading: "对您的影响",
        body: "人脸无法像密码那样更换。如果特征模板连同密钥一并泄露，他人可能试图以此欺骗其他系统。核验也可能误拒您本人，极少数情况下可能误认他人；它不能识破所有伪造手段。",
      },
      {
        heading: "您可以不使用",
        body: "兑换积分时可改用通行密钥（您设备上的指纹、面容或密码锁），商场接触不到您的生物信息；登录时可使用密码。不同意不会影响您使用任何功能。",
      },
      {
        heading: "您的权利",
        body: "您可在“我的”中查看所存内容和使用记录，并随时撤回同意，密钥将立即销毁。撤回前已进行的处理仍然有效。您还可以向运营方请求查阅、复制、更正或说明，并可向主管部门投诉。",
      },
      {
        heading: "未成年人",
        body: "未满十四周岁的请勿开通，请在监护人陪同下使用通行密钥。",
      },
    ],
    agree: "我已阅读，并单独同意按上述方式处理我的人脸信息。",
  },
};

export function consentText(language: Language, retentionDays: number): ConsentText {
  const { sections, ...rest } = TEXTS[language];
  return {
    ...rest,
    sections: sections.map(({ heading, body }) => ({
      heading,
      body: body.replace("{days}", String(retentionDays)),
    })),
  };
}
