import type { Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { pointsFromJson, ZERO } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, invalid, ok, type Result } from "../kernel/result.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { MallContext, SellerFacts } from "./context.ts";
import type { NewProduct, ProductChange, SellerProduct } from "./contract.ts";
import { decideOneMoreProduct } from "./decide-upload.ts";
import { itemKind } from "./items/registry.ts";
import { ownPictures } from "./picture.store.ts";
import { pictureIdOf } from "./picture-url.ts";
import {
  countProductsOf,
  insertProduct,
  lockProductOf,
  type Product,
  updateProduct,
} from "./product.store.ts";
import { toSellerProduct } from "./product-answer.ts";
import { searchWordsOf } from "./search/index-words.ts";
import { lockSeller } from "./seller.store.ts";

type Refusal = "not_found" | "invalid_request" | "limit_reached";

/** Adds a product. While its seller waits for approval nobody else sees it. */
export function addProduct(
  mall: MallContext,
  { sellerId, fields, language }: { sellerId: string; fields: NewProduct; language: Language },
): Promise<Result<SellerProduct, Refusal>> {
  return mall.database.transaction(async (sql) => {
    const fault = await pictureFault(sql, { sellerId, pictures: fields.pictures, language });
    if (fault) return fault;
    const now = mall.clock.now();
    const isApproved = (await sellerFacts(mall, sql, sellerId)).status === "approved";
    const sellerIsApproved = await lockSeller(sql, { id: sellerId, isApproved });
    // Read again under the lock: a rename at this moment indexes what it finds, or is found here.
    const seller = await sellerFacts(mall, sql, sellerId);
    const more = decideOneMoreProduct(seller, await countProductsOf(sql, sellerId));
    if (!more.ok) return more;
    // From here it succeeds.
    const kind = fields.kind ?? "physical";
    const product = withListing(
      {
        id: mall.ids.next("product"),
        sellerId,
        name: fields.name,
        description: fields.description ?? "",
        category: fields.category ?? "other",
        kind,
        points: pointsFromJson(fields.points),
        cash: fields.cash === undefined ? ZERO : pointsFromJson(fields.cash),
        stock: itemKind(kind).isCode ? 0 : fields.stock,
        pictures: fields.pictures ?? [],
        status: fields.status ?? "active",
        sellerIsApproved,
        listedAt: null,
      },
      now,
    );
    const searchWords = searchWordsOf(product, seller.name);
    await insertProduct(sql, product, { createdAt: now, searchWords });
    if (product.listedAt !== null) await publishListed(mall, sql, product);
    return ok(toSellerProduct(product, seller));
  });
}

/** Changes what is given and leaves the rest. A product stays of its kind. */
export function changeProduct(
  mall: MallContext,
  it: { sellerId: string; productId: string; change: ProductChange; language: Language },
): Promise<Result<SellerProduct, Refusal>> {
  const { sellerId, change, language } = it;
  return mall.database.transaction(async (sql) => {
    const before = await lockProductOf(sql, { id: it.productId, sellerId });
    if (before === null) return err("not_found");
    if (change.kind !== undefined && change.kind !== before.kind) {
      const detail = language === "en" ? "The kind stays as it is." : "商品类型不能更改。";
      return invalid("/kind", "cannot_change", detail);
    }
    const fault = await pictureFault(sql, { sellerId, pictures: change.pictures, language });
    if (fault) return fault;
    const seller = await sellerFacts(mall, sql, sellerId);
    // From here it succeeds.
    const after = withListing(applyChange(before, change), mall.clock.now());
    await updateProduct(sql, after, { searchWords: searchWordsOf(after, seller.name) });
    if (before.listedAt === null && after.listedAt !== null) await publishListed(mall, sql, after);
    return ok(toSellerProduct(after, seller));
  });
}

function applyChange(before: Product, change: ProductChange): Product {
  const stock = change.stock ?? before.stock;
  return {
    ...before,
    name: change.name ?? before.name,
    description: change.description ?? before.description,
    category: change.category ?? before.category,
    points: change.points === undefined ? before.points : pointsFromJson(change.points),
    cash: change.cash === undefined ? before.cash : pointsFromJson(change.cash),
    stock: itemKind(before.kind).isCode ? before.stock : stock,
    pictures: change.pictures ?? before.pictures,
    status: change.status ?? before.status,
  };
}

function withListing(product: Product, at: Instant): Product {
  const isShown = product.status === "active" && product.sellerIsApproved;
  return { ...product, listedAt: product.listedAt ?? (isShown ? at : null) };
}

async function publishListed(mall: MallContext, sql: Transaction, product: Product) {
  const { id: productId, sellerId } = product;
  await mall.events.publish(sql, {
    kind: "product_listed",
    sellerId,
    productId,
    at: mall.clock.now(),
  });
}

async function sellerFacts(mall: MallContext, sql: Sql, sellerId: string): Promise<SellerFacts> {
  const seller = await mall.merchants.seller(sql, sellerId);
  invariant(seller, `seller ${sellerId} has members, so it exists`);
  return seller;
}

async function pictureFault(
  sql: Sql,
  it: { sellerId: string; pictures: readonly string[] | undefined; language: Language },
) {
  const ids = (it.pictures ?? []).map(pictureIdOf);
  const uploaded = ids.filter((id) => id !== null);
  if (uploaded.length === 0) return null;
  const own = await ownPictures(sql, { sellerId: it.sellerId, ids: uploaded });
  const detail = it.language === "en" ? "There is no such picture here." : "没有这张图片。";
  const faults = ids.flatMap((id, index) =>
    id === null || own.has(id)
      ? []
      : [{ pointer: `/pictures/${index}`, code: "unknown_picture", detail }],
  );
  return faults.length > 0 ? err("invalid_request", { faults }) : null;
}
