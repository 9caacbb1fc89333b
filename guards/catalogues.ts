type Messages = Readonly<Record<string, string>>;

/** What is wrong between the Chinese and the English form of one catalogue; nothing when equal. */
export function catalogueFaults(chinese: Messages, english: Messages): string[] {
  const keys = [...new Set([...Object.keys(chinese), ...Object.keys(english)])].sort();
  return keys.flatMap((key) => {
    const zh = chinese[key];
    const en = english[key];
    if (zh === undefined) return [`${key}: add it to the Chinese catalogue`];
    if (en === undefined) return [`${key}: add it to the English catalogue`];
    if (zh.trim() === "" || en.trim() === "") return [`${key}: write its text`];
    const [given, wanted] = [placeholders(en), placeholders(zh)].map((names) => names.join(", "));
    return given === wanted ? [] : [`${key}: Chinese uses {${wanted}}, English {${given}}`];
  });
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? ""))].sort();
}

/** Each language is offered by its own name, whatever the page is in. */
const LANGUAGE_NAMES = new Set(["中文", "English"]);

/** A text that was never translated: English with Chinese letters in it, or Chinese without any. */
export function languageFaults(chinese: Messages, english: Messages): string[] {
  const isHan = (text: string) => /\p{Script=Han}/u.test(text);
  const words = (text: string) => text.replace(/\{[^}]*\}/g, " ").match(/\p{Letter}{3,}/gu) ?? [];
  return [
    ...Object.entries(english)
      .filter(([, text]) => isHan(text) && !LANGUAGE_NAMES.has(text))
      .map(([key]) => `${key}: the English text has Chinese letters`),
    ...Object.entries(chinese)
      .filter(([, text]) => !isHan(text) && words(text).length > 2)
      .map(([key]) => `${key}: the Chinese text has no Chinese letters`),
  ];
}
