import { invariant } from "../../kernel/invariant.ts";
import { add, type Points, pointsFromJson, ZERO } from "../../kernel/points.ts";
import { type Language, refusalText } from "../../kernel/refusals.ts";
import type { Context } from "../needs.ts";
import { readReferences } from "./customer-reference.store.ts";
import { ensureCustomers } from "./ensure-customers.ts";
import { ensureProducts } from "./ensure-products.ts";
import { ensureRule } from "./ensure-rule.ts";
import { groupReceipts, type ReceiptGroup } from "./group-receipts.ts";
import { localTimeReader, type ReadLocalTime } from "./local-time.ts";
import type { ReceiptLine } from "./parse-line.ts";
import { type FileContent, readFile, toReject, type UnreadableFile } from "./read-file.ts";
import type { Reject } from "./reasons.ts";
import { recordReceipt } from "./record-receipt.ts";
import { returnLine } from "./return-line.ts";
import { writeRejects } from "./write-rejects.ts";

export type ImportProgress = {
  readonly phase: "reading" | "products" | "customers" | "receipts";
  readonly done: number;
  /** 0 while it is not known. */
  readonly of: number;
};

export type ImportOptions = {
  readonly shopId: string;
  /** A CSV file in the "Online Retail" layout, plain or gzip. */
  readonly path: string;
  /** Where the lines that could not be used go, with their reasons. Replaced when it exists. */
  readonly rejectsPath: string;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** A rule for a shop that has none: so many points for each piece. */
  readonly pointsPerUnit?: number;
  /** The zone of the file's times, an IANA name; UTC when absent. */
  readonly timeZone?: string;
  /** Of names and reasons; English when absent. */
  readonly language?: Language;
};

/** What the file holds, whether it was recorded now or before: a second run answers the same. */
export type ImportResult = {
  /** Lines below the header: `lines` + `refunds` + `rejects`. */
  readonly linesRead: number;
  /** Receipts, and the lines on them. */
  readonly receipts: number;
  readonly lines: number;
  /** Return lines that were taken back to their receipts. */
  readonly refunds: number;
  readonly rejects: number;
  readonly rejectsByReason: Readonly<Record<string, number>>;
  readonly customers: number;
  readonly products: number;
  readonly points: Points;
  readonly pointsTakenBack: Points;
  /** Receipts and return lines that an earlier run had already recorded. */
  readonly repeated: number;
  readonly seconds: number;
};

export type ImportOutcome =
  | { readonly ok: true; readonly value: ImportResult }
  | {
      readonly ok: false;
      readonly reason:
        | UnreadableFile["reason"]
        | "unknown_time_zone"
        | "unknown_shop"
        | "shop_not_approved"
        | "shop_suspended";
      readonly detail: string;
    };

/** Who posts, as the books keep it. */
const BY = "import";
const RECEIPTS_PER_REPORT = 50;

/**
 * Reads a file of receipts into a shop: products, customers, then every sale and return in the order
 * of time, through the same code as the till. Each receipt stands by itself, so a run that was
 * killed goes on where it stopped, and a second run changes nothing. A line is used or it is in the
 * rejects file, with its number and reason.
 */
export async function importReceipts(
  context: Context,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const { deps } = context;
  const startedAt = deps.clock.now();
  const ready = await prepare(context, options);
  if (!ready.ok) return ready;
  const { shopId, path, language = "en", onProgress = () => undefined } = options;
  const content = await readFile(path, {
    readTime: ready.value,
    now: startedAt,
    language,
    onProgress: (done) => onProgress({ phase: "reading", done, of: 0 }),
  });
  if ("reason" in content) return { ok: false, ...content };
  if (options.pointsPerUnit !== undefined) {
    await ensureRule(context, { shopId, pointsPerUnit: options.pointsPerUnit, by: BY });
  }
  const run = new Run(context, { ...options, language, onProgress }, content);
  const stopped = await run.carryOut();
  if (stopped) return stopped;
  const { rejectsPath } = options;
  await writeRejects(rejectsPath, { header: content.header, rejects: run.rejects });
  return { ok: true, value: run.result((deps.clock.now() - startedAt) / 1000) };
}

async function prepare(
  { deps, merchants }: Context,
  { shopId, timeZone = "UTC" }: ImportOptions,
): Promise<{ ok: true; value: ReadLocalTime } | Extract<ImportOutcome, { ok: false }>> {
  const shop = await merchants.shop(deps.database, shopId);
  if (!shop) return { ok: false, reason: "unknown_shop", detail: shopId };
  if (shop.status === "pending") {
    return { ok: false, reason: "shop_not_approved", detail: shop.name };
  }
  if (shop.status === "suspended") {
    return { ok: false, reason: "shop_suspended", detail: shop.name };
  }
  try {
    return { ok: true, value: localTimeReader(timeZone) };
  } catch {
    return { ok: false, reason: "unknown_time_zone", detail: timeZone };
  }
}

type RunOptions = ImportOptions & Required<Pick<ImportOptions, "language" | "onProgress">>;

/** One run over what the file holds, and its running totals. */
class Run {
  readonly rejects: Reject[];
  readonly #context: Context;
  readonly #options: RunOptions;
  readonly #linesRead: number;
  readonly #groups: readonly ReceiptGroup[];
  /** How many equal return lines of an invoice came before: two of them are two returns. */
  readonly #equalReturns = new Map<string, number>();
  #customers: ReadonlyMap<string, string> = new Map();
  /** Customers of returns, whose receipts may have come with another file. */
  #returning: ReadonlyMap<string, string> = new Map();
  #products = 0;
  #receipts = 0;
  #lines = 0;
  #refunds = 0;
  #repeated = 0;
  #points: Points = ZERO;
  #pointsTakenBack: Points = ZERO;

  constructor(context: Context, options: RunOptions, content: FileContent) {
    this.#context = context;
    this.#options = options;
    this.#linesRead = content.lines.length + content.rejects.length;
    const { groups, leftOver } = groupReceipts(content.lines);
    this.#groups = groups;
    this.rejects = [
      ...content.rejects,
      ...leftOver.map(({ line, reason }) => toReject(line.record, reason, options.language)),
    ];
  }

  /** Null when it went through; a failure when the shop may no longer sell. */
  async carryOut(): Promise<Extract<ImportOutcome, { ok: false }> | null> {
    const { shopId, language, onProgress } = this.#options;
    const sales = this.#groups.filter(({ kind }) => kind === "sale");
    onProgress({ phase: "products", done: 0, of: 0 });
    const lines = sales.flatMap((group) => group.lines);
    this.#products = await ensureProducts(this.#context, { shopId, lines });
    onProgress({ phase: "customers", done: 0, of: 0 });
    const references = [...new Set(sales.flatMap(({ customer }) => customer ?? []))];
    this.#customers = await ensureCustomers(this.#context, { shopId, references, language });
    this.#returning = await this.#readReturning(shopId);
    for (const [index, group] of this.#groups.entries()) {
      const stopped =
        group.kind === "sale" ? await this.#recordSale(group) : await this.#takeBack(group);
      if (stopped) return stopped;
      if (index % RECEIPTS_PER_REPORT === 0) {
        onProgress({ phase: "receipts", done: index, of: this.#groups.length });
      }
    }
    onProgress({ phase: "receipts", done: this.#groups.length, of: this.#groups.length });
    return null;
  }

  async #recordSale(group: ReceiptGroup): Promise<Extract<ImportOutcome, { ok: false }> | null> {
    const { shopId, language } = this.#options;
    const customerId = this.#customerOf(group);
    const of = { shopId, customerId, by: BY, language };
    const recorded = await recordReceipt(this.#context, group, of);
    if (recorded.ok) {
      this.#receipts += 1;
      this.#lines += group.lines.length;
      this.#points = add(this.#points, pointsFromJson(recorded.value.answer.points));
      if (recorded.value.repeated) this.#repeated += 1;
      return null;
    }
    const { refusal } = recorded;
    const text = refusalText(refusal, language).detail;
    if (refusal.code === "shop_suspended" || refusal.code === "shop_not_approved") {
      return { ok: false, reason: refusal.code, detail: text };
    }
    for (const { record } of group.lines) {
      this.rejects.push({ line: record.line, reason: refusal.code, text, fields: record.fields });
    }
    return null;
  }

  async #takeBack(group: ReceiptGroup): Promise<null> {
    const { shopId, language } = this.#options;
    const customerId = this.#customerOf(group);
    for (const line of group.lines) {
      const key = this.#keyOf(line);
      const returned =
        customerId === null
          ? null
          : await returnLine(this.#context, line, { shopId, customerId, key, by: BY });
      if (returned) {
        this.#refunds += 1;
        this.#pointsTakenBack = add(this.#pointsTakenBack, returned.points);
        if (returned.repeated) this.#repeated += 1;
      } else {
        this.rejects.push(toReject(line.record, "original_not_found", language));
      }
    }
    return null;
  }

  #customerOf({ customer }: ReceiptGroup): string | null {
    if (customer === null) return null;
    return this.#customers.get(customer) ?? this.#returning.get(customer) ?? null;
  }

  #readReturning(shopId: string): Promise<Map<string, string>> {
    const returns = this.#groups.filter(({ kind }) => kind === "return");
    const references = [...new Set(returns.flatMap(({ customer }) => customer ?? []))];
    return readReferences(this.#context.deps.database, { shopId, references });
  }

  /** What a return line is, without its place in the file, which may change. */
  #keyOf({ invoice, code, quantity, price }: ReceiptLine): string {
    const content = [invoice, code, quantity, price].join(" ");
    const equalBefore = this.#equalReturns.get(content) ?? 0;
    this.#equalReturns.set(content, equalBefore + 1);
    return `${content} ${equalBefore}`;
  }

  result(seconds: number): ImportResult {
    const rejects = this.rejects.length;
    invariant(
      this.#lines + this.#refunds + rejects === this.#linesRead,
      `${this.#linesRead} lines read, but ${this.#lines} sold, ${this.#refunds} returned, ${rejects} rejected`,
    );
    return {
      linesRead: this.#linesRead,
      receipts: this.#receipts,
      lines: this.#lines,
      refunds: this.#refunds,
      rejects,
      rejectsByReason: countReasons(this.rejects),
      customers: this.#customers.size,
      products: this.#products,
      points: this.#points,
      pointsTakenBack: this.#pointsTakenBack,
      repeated: this.#repeated,
      seconds,
    };
  }
}

function countReasons(rejects: readonly Reject[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of rejects) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
