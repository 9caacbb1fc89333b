/** What is particular about one kind of goods. A new kind is a folder beside this file and a registry line. */
export type ItemKind<Key extends string = string> = {
  readonly key: Key;
  readonly label: Readonly<Record<"zh-CN" | "en", string>>;
  /** It travels: an order of it wants an address, and is shipped before it is delivered. */
  readonly isShipped: boolean;
  /** Each piece is a code from an uploaded stock, so the stock is the number of unused codes. */
  readonly isCode: boolean;
  /** It is handed over against a code that the customer shows. */
  readonly isCollected: boolean;
};
