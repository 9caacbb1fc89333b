import { type Language, REFUSALS, refusalText } from "../../kernel/refusals.ts";
import type { Refusal } from "../../kernel/result.ts";
import { rememberHeaders } from "./remember-headers.ts";

/** RFC 9457 problem details, with the stable `code` that programs switch on. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  instance: string;
  state?: string;
  errors?: { pointer: string; code: string; detail: string }[];
};

/** The one place where a refusal becomes what goes over the wire. */
export function toProblem(
  refusal: Refusal,
  {
    language,
    instance,
    status = REFUSALS[refusal.code].status,
  }: { language: Language; instance: string; status?: number },
): Problem {
  return {
    type: `urn:tongdui:problem:${refusal.code}`,
    ...refusalText(refusal, language),
    status,
    code: refusal.code,
    instance,
    ...(refusal.state === undefined ? {} : { state: refusal.state }),
    ...(refusal.faults ? { errors: [...refusal.faults] } : {}),
  };
}

/** The first language of an Accept-Language header that we speak; Chinese when it names none. */
export const languageOf = rememberHeaders((header): Language => {
  const ranked = header
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.find((one) => one.trim().startsWith("q="))?.split("=")[1];
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality);
  for (const { tag } of ranked) {
    if (tag.startsWith("zh")) return "zh-CN";
    if (tag.startsWith("en")) return "en";
  }
  return "zh-CN";
});
