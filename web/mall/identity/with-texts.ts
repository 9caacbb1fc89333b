import { addMessages } from "../../i18n/index.ts";

/** For `lazy`: a component together with the texts of this folder, which no other page needs. */
export function withTexts<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  return async () => {
    const [loaded] = await Promise.all([load(), addMessages("identity")]);
    return loaded;
  };
}
