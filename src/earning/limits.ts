/** A supermarket's range, several times over; bounds what a till has to know. */
export const SHOP_PRODUCTS_MAXIMUM = 50_000;
/** All versions a shop ever had: every sale is judged by those that held at its moment. */
export const SHOP_RULES_MAXIMUM = 10_000;
