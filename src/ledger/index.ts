export type { NamedRows } from "./account.store.ts";
export { MALL } from "./account.ts";
export { AWARDED, addAwards } from "./add-awards.store.ts";
export { type NamedAward, nameAward } from "./add-awards.ts";
export {
  type AuditReport,
  audit,
  auditChanges,
  auditRegularly,
  latestRecounts,
} from "./audit.ts";
export type { Balance } from "./book.ts";
export type { Posted } from "./carry-out.ts";
export type { PostingRefusal } from "./decide-posting.ts";
export { expireAllDue } from "./expire-all-due.ts";
export { expiredOfSale } from "./expired-of-sale.ts";
export { foldTallies } from "./fold-tallies.ts";
export {
  availableIn,
  type Holdings,
  lockForDraw,
  lockForHold,
  lockHoldings,
  lockNamedHoldings,
  walletsIn,
} from "./holdings.ts";
export * as postings from "./kinds.ts";
export { matureAllDue } from "./mature-all-due.ts";
export { post, postAll, postAllWithin } from "./post.ts";
export type { Posting } from "./posting.ts";
export {
  availableOf,
  balancesOf,
  houseBalance,
  type Movement,
  movementsOf,
  type UnitBalance,
  walletsOf,
} from "./read.ts";
export { ledgerEndpoints } from "./routes.ts";
