import { anyone } from "../platform/http/access.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import {
  browseProducts,
  browseSellers,
  countCategories,
  productViewer,
  viewSeller,
} from "./browse.ts";
import type { MallContext } from "./context.ts";
import {
  CategoryPage,
  ListQuery,
  MallSeller,
  MallSellerPage,
  ProductDetail,
  ProductPage,
  ProductParams,
  ProductsQuery,
  SellerParams,
} from "./contract.ts";

const tag = "Mall";

/** What everybody may see. */
export function shelfEndpoints(mall: MallContext): Endpoint[] {
  const viewProduct = productViewer(mall);
  return [
    endpoint({
      method: "GET",
      path: "/mall/products",
      tag,
      summary: "Browse and search the products of approved sellers.",
      access: anyone,
      query: ProductsQuery,
      answers: { 200: ProductPage },
      refusals: [],
      handle: async ({ query, language }) => {
        const page = await browseProducts(mall, { query, language });
        return page.ok ? reply(200, page.value) : page;
      },
    }),
    endpoint({
      method: "GET",
      path: "/mall/products/{productId}",
      tag,
      summary: "See one product, and whether it can be redeemed.",
      access: anyone,
      params: ProductParams,
      answers: { 200: ProductDetail },
      refusals: ["not_found"],
      handle: async ({ params }) => {
        const product = await viewProduct(params.productId);
        return product.ok ? reply(200, product.value) : product;
      },
    }),
    ...sellerEndpoints(mall),
    endpoint({
      method: "GET",
      path: "/mall/categories",
      tag,
      summary: "List the categories and how many products each shows.",
      access: anyone,
      answers: { 200: CategoryPage },
      refusals: [],
      handle: async () => reply(200, await countCategories(mall)),
    }),
  ];
}

function sellerEndpoints(mall: MallContext): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/mall/sellers",
      tag,
      summary: "List approved sellers.",
      access: anyone,
      query: ListQuery,
      answers: { 200: MallSellerPage },
      refusals: [],
      handle: async ({ query, language }) => {
        const page = await browseSellers(mall, { query, language });
        return page.ok ? reply(200, page.value) : page;
      },
    }),
    endpoint({
      method: "GET",
      path: "/mall/sellers/{sellerId}",
      tag,
      summary: "See one seller.",
      access: anyone,
      params: SellerParams,
      answers: { 200: MallSeller },
      refusals: ["not_found"],
      handle: async ({ params }) => {
        const seller = await viewSeller(mall, params.sellerId);
        return seller.ok ? reply(200, seller.value) : seller;
      },
    }),
  ];
}
