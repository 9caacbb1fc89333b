import { sellerMember } from "../platform/http/access.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { addPicture, preparePicture } from "./add-picture.ts";
import { addVoucherCodes } from "./add-voucher-codes.ts";
import type { MallContext } from "./context.ts";
import {
  ListQuery,
  NewPicture,
  NewProduct,
  NewVoucherCodes,
  PictureAnswer,
  ProductChange,
  SellerParams,
  SellerProduct,
  SellerProductPage,
  SellerProductParams,
  VoucherCodesAnswer,
} from "./contract.ts";
import { PICTURE_BODY_LIMIT_BYTES } from "./limits.ts";
import { listOwnProducts } from "./list-own-products.ts";
import { addProduct, changeProduct } from "./save-product.ts";

const tag = "Sellers";
const access = sellerMember(["owner", "staff"]);

/** What a seller does with its products. */
export function productEndpoints(mall: MallContext): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/sellers/{sellerId}/products",
      tag,
      summary: "List the seller's own products, hidden ones included.",
      access,
      params: SellerParams,
      query: ListQuery,
      answers: { 200: SellerProductPage },
      refusals: [],
      handle: async ({ params, query, language }) => {
        const page = await listOwnProducts(mall, { ...params, query, language });
        return page.ok ? reply(200, page.value) : page;
      },
    }),
    endpoint({
      method: "POST",
      path: "/sellers/{sellerId}/products",
      tag,
      summary: "Add a product; it is shown once the seller is approved.",
      access,
      params: SellerParams,
      body: NewProduct,
      answers: { 201: SellerProduct },
      refusals: ["limit_reached"],
      idempotency: "optional",
      handle: async ({ params, body, language }, database) => {
        const product = await addProduct(
          { ...mall, database },
          { ...params, fields: body, language },
        );
        return product.ok ? reply(201, product.value) : product;
      },
    }),
    endpoint({
      method: "PATCH",
      path: "/sellers/{sellerId}/products/{productId}",
      tag,
      summary: "Change a product; what is left out stays.",
      access,
      params: SellerProductParams,
      body: ProductChange,
      answers: { 200: SellerProduct },
      refusals: ["not_found"],
      handle: async ({ params, body, language }) => {
        const product = await changeProduct(mall, { ...params, change: body, language });
        return product.ok ? reply(200, product.value) : product;
      },
    }),
    ...stockEndpoints(mall),
  ];
}

function stockEndpoints(mall: MallContext): Endpoint[] {
  return [
    endpoint({
      method: "POST",
      path: "/sellers/{sellerId}/pictures",
      tag,
      summary: "Upload a picture for the seller's products.",
      access,
      params: SellerParams,
      body: NewPicture,
      bodyLimitBytes: PICTURE_BODY_LIMIT_BYTES,
      answers: { 201: PictureAnswer },
      refusals: ["seller_suspended", "limit_reached", "bad_picture"],
      idempotency: "optional",
      prepare: ({ params, body }) => preparePicture(mall, { ...params, image: body.image }),
      handle: async ({ params }, database, content) => {
        const picture = await addPicture({ ...mall, database }, { ...params, content });
        return picture.ok ? reply(201, picture.value) : picture;
      },
    }),
    endpoint({
      method: "POST",
      path: "/sellers/{sellerId}/products/{productId}/voucher-codes",
      tag,
      summary: "Add voucher codes to a product's stock; codes it already has are passed over.",
      access,
      params: SellerProductParams,
      body: NewVoucherCodes,
      answers: { 201: VoucherCodesAnswer },
      refusals: ["not_found"],
      idempotency: "optional",
      handle: async ({ params, body, language }, database) => {
        const codes = await addVoucherCodes(
          { ...mall, database },
          { ...params, codes: body.codes, language },
        );
        return codes.ok ? reply(201, codes.value) : codes;
      },
    }),
  ];
}
