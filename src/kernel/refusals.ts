import type { CatalogueEntry } from "./catalogue-entry.ts";
import { ACCOUNT_REFUSALS } from "./refusals-of-accounts.ts";

/**
 * Every way a request can be refused, in order of precedence from the door inwards: the request
 * itself, who is asking, whether the thing exists, then the rules of each module. `retry` tells a
 * program what helps: `never` (the same request will fail again), `later` (wait), `after_change`
 * (something else must happen first). `{name}` in a text is filled from the refusal's values.
 */
const catalogue = {
  // The request itself.
  too_large: {
    status: 413,
    retry: "never",
    en: ["Too large", "The request body is larger than this endpoint takes."],
    zh: ["内容过大", "请求内容超过了此接口的上限。"],
  },
  unsupported_media_type: {
    status: 415,
    retry: "never",
    en: [
      "Unsupported media type",
      "Send the body as application/json in UTF-8, plain or packed with gzip or deflate.",
    ],
    zh: [
      "不支持的内容类型",
      "请以 UTF-8 编码的 application/json 发送内容，可以使用 gzip 或 deflate 压缩。",
    ],
  },
  malformed_request: {
    status: 400,
    retry: "never",
    en: ["Malformed request", "This is not a request that HTTP allows."],
    zh: ["请求格式错误", "请求不符合 HTTP 规范。"],
  },
  headers_too_large: {
    status: 431,
    retry: "never",
    en: [
      "Headers too large",
      "The request's headers or address are longer than this server takes.",
    ],
    zh: ["请求头过长", "请求头或地址超过了服务器的上限。"],
  },
  request_timeout: {
    status: 408,
    retry: "later",
    en: ["Request timed out", "The request did not arrive in time. Send it again."],
    zh: ["请求超时", "请求未能在规定时间内送达，请重新发送。"],
  },
  malformed_json: {
    status: 400,
    retry: "never",
    en: ["Malformed JSON", "The request body is not valid JSON."],
    zh: ["JSON 格式错误", "请求内容不是有效的 JSON。"],
  },
  rate_limited: {
    status: 429,
    retry: "later",
    en: ["Too many requests", "Please wait {seconds} seconds and try again."],
    zh: ["请求过于频繁", "请等待 {seconds} 秒后再试。"],
  },
  overloaded: {
    status: 503,
    retry: "later",
    en: [
      "Overloaded",
      "The server has more to do than it can; nothing was done. Try again shortly.",
    ],
    zh: ["服务器繁忙", "服务器暂时繁忙，本次请求未被执行，请稍后重试。"],
  },
  unavailable: {
    status: 503,
    retry: "later",
    en: [
      "Unavailable",
      "The database cannot be reached just now. Please try again in a moment; with the same Idempotency-Key nothing happens twice.",
    ],
    zh: [
      "暂时无法服务",
      "数据库暂时无法连接，请稍后重试；使用相同的 Idempotency-Key 不会重复执行。",
    ],
  },
  // Who is asking.
  foreign_origin: {
    status: 403,
    retry: "never",
    en: ["Foreign origin", "This request came from another site and was not carried out."],
    zh: ["来源不符", "此请求来自其他网站，未被执行。"],
  },
  not_signed_in: {
    status: 401,
    retry: "after_change",
    en: ["Not signed in", "Please sign in first."],
    zh: ["尚未登录", "请先登录。"],
  },
  not_allowed: {
    status: 403,
    retry: "never",
    en: ["Not allowed", "Your role does not allow this."],
    zh: ["没有权限", "您的角色不允许此操作。"],
  },
  not_found: {
    status: 404,
    retry: "never",
    en: ["Not found", "There is no such thing here."],
    zh: ["未找到", "没有找到您要的内容。"],
  },
  invalid_request: {
    status: 422,
    retry: "never",
    en: ["Invalid request", "Some of what was sent cannot be used; see errors."],
    zh: ["请求无效", "部分内容无法使用，请查看 errors。"],
  },
  idempotency_key_reused: {
    status: 422,
    retry: "never",
    en: ["Idempotency key reused", "This key was already used for a different request."],
    zh: ["幂等键重复使用", "此幂等键已用于另一个不同的请求。"],
  },
  ...ACCOUNT_REFUSALS,
  // Merchants.
  already_member: {
    status: 409,
    retry: "never",
    en: ["Already a member", "You are the owner here already."],
    zh: ["已是成员", "您已经是这里的所有者。"],
  },
  invitation_expired: {
    status: 410,
    retry: "after_change",
    en: ["Invitation expired", "This invitation has expired. Ask for a new one."],
    zh: ["邀请已过期", "此邀请已过期，请对方重新邀请。"],
  },
  too_many_invitations: {
    status: 429,
    retry: "later",
    en: ["Too many invitations", "At most {maximum} people can be invited in 24 hours."],
    zh: ["邀请过多", "24 小时内最多邀请 {maximum} 人。"],
  },
  too_many_applications: {
    status: 409,
    retry: "after_change",
    en: [
      "Too many applications",
      "{maximum} of your applications are waiting for the mall already.",
    ],
    zh: ["申请过多", "您已有 {maximum} 个申请正在等待商场审核。"],
  },
  limit_reached: {
    status: 409,
    retry: "after_change",
    en: ["Limit reached", "At most {maximum} of these can be kept. Remove one first."],
    zh: ["已达上限", "最多保留 {maximum} 个，请先移除一个。"],
  },
  owner_stays: {
    status: 409,
    retry: "never",
    en: ["The owner stays", "The owner, or the mall's last admin, cannot be removed or leave."],
    zh: ["所有者不能离开", "所有者或商场的最后一位管理员不能被移除，也不能退出。"],
  },
  shop_not_approved: {
    status: 409,
    retry: "after_change",
    en: ["Shop not approved", "The mall has not approved this shop yet."],
    zh: ["商家未审核", "商场尚未通过此商家的申请。"],
  },
  shop_suspended: {
    status: 409,
    retry: "after_change",
    en: ["Shop suspended", "The mall has suspended this shop."],
    zh: ["商家已暂停", "此商家已被商场暂停。"],
  },
  seller_suspended: {
    status: 409,
    retry: "after_change",
    en: ["Seller suspended", "{name} has been suspended by the mall."],
    zh: ["卖家已暂停", "{name} 已被商场暂停。"],
  },
  // Earning.
  barcode_in_use: {
    status: 409,
    retry: "never",
    en: ["Barcode in use", "Another product of this shop has this barcode."],
    zh: ["条码已被使用", "本店另一商品已使用此条码。"],
  },
  unknown_product: {
    status: 422,
    retry: "after_change",
    en: ["Unknown product", "Line {line} names a product this shop does not have."],
    zh: ["商品不存在", "第 {line} 行的商品不属于本店。"],
  },
  rule_not_monotone: {
    status: 422,
    retry: "never",
    en: [
      "More must not earn less",
      "{larger} pieces would earn {fewerPoints} points, but {smaller} earn {morePoints}.",
    ],
    zh: ["数量多积分不能少", "{larger} 件得 {fewerPoints} 分，而 {smaller} 件得 {morePoints} 分。"],
  },
  member_code_invalid: {
    status: 422,
    retry: "after_change",
    en: ["Member code not valid", "This member code is unknown, expired or already used."],
    zh: ["会员码无效", "会员码不存在、已过期或已使用。"],
  },
  unknown_customer: {
    status: 422,
    retry: "after_change",
    en: ["Unknown customer", "There is no such customer."],
    zh: ["顾客不存在", "没有此顾客。"],
  },
  receipt_number_reused: {
    status: 409,
    retry: "never",
    en: ["Receipt number reused", "Receipt {receiptNumber} was already posted with other content."],
    zh: ["小票号重复", "小票 {receiptNumber} 已用于另一笔销售。"],
  },
  more_than_sold: {
    status: 422,
    retry: "never",
    en: ["More than sold", "Line {line} has {left} left to return, not {asked}."],
    zh: ["超过售出数量", "第 {line} 行还可退 {left} 件，不能退 {asked} 件。"],
  },
  // Exchange.
  ratio_out_of_bounds: {
    status: 422,
    retry: "after_change",
    en: ["Ratio out of bounds", "The mall allows ratios from {minimum} to {maximum}."],
    zh: ["比例超出范围", "商场允许的比例为 {minimum} 至 {maximum}。"],
  },
  quote_expired: {
    status: 410,
    retry: "after_change",
    en: ["Quote expired", "This quote has expired. Please ask for a new one."],
    zh: ["报价已过期", "报价已过期，请重新获取。"],
  },
  quote_used: {
    status: 409,
    retry: "never",
    en: ["Quote already used", "This quote has already been used."],
    zh: ["报价已使用", "此报价已使用过。"],
  },
  below_minimum: {
    status: 422,
    retry: "never",
    en: ["Too few points", "At least {minimum} points are needed for a conversion."],
    zh: ["积分太少", "至少需要 {minimum} 积分才能兑换。"],
  },
  daily_cap_reached: {
    status: 409,
    retry: "later",
    en: ["Daily cap reached", "This shop converts at most {cap} points a day for each customer."],
    zh: ["已达每日上限", "本店每位顾客每天最多兑换 {cap} 积分。"],
  },
  shop_pool_exhausted: {
    status: 409,
    retry: "after_change",
    en: ["Shop cannot pay now", "The shop's prepaid pool is too small for this conversion."],
    zh: ["商家额度不足", "商家的预存款不足以完成本次兑换。"],
  },
  insufficient_points: {
    status: 409,
    retry: "after_change",
    en: ["Not enough points", "Not enough available points."],
    zh: ["积分不足", "可用积分不足。"],
  },
  // Mall.
  product_not_available: {
    status: 409,
    retry: "never",
    en: ["Not available", "{name} is no longer offered."],
    zh: ["商品已下架", "{name} 已下架。"],
  },
  out_of_stock: {
    status: 409,
    retry: "after_change",
    en: ["Out of stock", "{name} has only {left} left."],
    zh: ["库存不足", "{name} 仅剩 {left} 件。"],
  },
  price_changed: {
    status: 409,
    retry: "after_change",
    en: ["Price changed", "The total is now {points} points. Please check and confirm again."],
    zh: ["价格有变", "现在共需 {points} 积分，请确认后重新提交。"],
  },
  wrong_state: {
    status: 409,
    retry: "never",
    en: ["Not possible in this state", "The order is {state}."],
    zh: ["当前状态不可操作", "订单当前状态为“{state}”。"],
  },
  bad_picture: {
    status: 422,
    retry: "never",
    en: ["Picture not usable", "Send a JPEG, PNG or WebP picture of up to 6 MB."],
    zh: ["图片无法使用", "请上传 6 MB 以内的 JPEG、PNG 或 WebP 图片。"],
  },
  // Ledger. These name a program's mistake or a race; people meet the modules' codes above.
  amount_out_of_range: {
    status: 422,
    retry: "never",
    en: [
      "Amount out of range",
      "An amount is a whole number from 1 to 9007199254740991, and no account or kind of points adds up to more.",
    ],
    zh: [
      "数额超出范围",
      "数额须为 1 至 9007199254740991 的整数，账户余额及同一种积分的总额也不得超过此数。",
    ],
  },
  unit_mismatch: {
    status: 422,
    retry: "never",
    en: ["Unit mismatch", "A transfer stays within one unit."],
    zh: ["单位不符", "同一笔划转必须使用同一种积分单位。"],
  },
  unknown_account: {
    status: 422,
    retry: "never",
    en: ["Unknown account", "There is no such account in the chart of accounts."],
    zh: ["账户不存在", "会计科目表中没有这个账户。"],
  },
  posting_key_reused: {
    status: 409,
    retry: "never",
    en: ["Posting key reused", "This posting key was already used for another movement."],
    zh: ["记账键重复", "此记账键已用于另一笔变动。"],
  },
  unknown_posting: {
    status: 409,
    retry: "never",
    en: ["Unknown posting", "The movement that this one refers to never happened."],
    zh: ["变动不存在", "所指的那笔变动从未发生。"],
  },
  already_reversed: {
    status: 409,
    retry: "never",
    en: ["Already reversed", "The points of this movement already went back."],
    zh: ["已冲回", "这笔变动的积分已退回。"],
  },
  // Incentives.
  budget_exhausted: {
    status: 409,
    retry: "after_change",
    en: ["Budget exhausted", "The programme's budget is used up."],
    zh: ["预算已用完", "该计划的预算已用完。"],
  },
  internal: {
    status: 500,
    retry: "later",
    en: ["Something broke", "This is our fault. It has been recorded; please try again."],
    zh: ["出错了", "这是我们的问题，已记录，请稍后再试。"],
  },
} as const satisfies Record<string, CatalogueEntry>;

export type RefusalCode = keyof typeof catalogue;
export const REFUSALS: Readonly<Record<RefusalCode, CatalogueEntry>> = catalogue;
export const REFUSAL_CODES = Object.keys(catalogue) as readonly RefusalCode[];

export type Language = "zh-CN" | "en";
/** What fills a placeholder; words of ours, such as the name of a state, in both languages. */
export type RefusalValue = string | number | { readonly en: string; readonly zh: string };

/** Title and detail of a refusal in a language, placeholders filled. */
export function refusalText(
  refusal: { code: RefusalCode; values?: Readonly<Record<string, RefusalValue>> },
  language: Language,
): { title: string; detail: string } {
  const tongue = language === "en" ? "en" : "zh";
  const [title, detail] = REFUSALS[refusal.code][tongue];
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = refusal.values?.[name] ?? "";
      return String(typeof value === "object" ? value[tongue] : value);
    });
  return { title: fill(title), detail: fill(detail) };
}
