// The limits of earning that pages know too, each with its reason.

/** A line of a receipt printer is 48 characters; four of them. */
export const NAME_LENGTH_MAXIMUM = 200;
/** A barcode, a receipt number, a category. */
export const LABEL_LENGTH_MAXIMUM = 64;
/** A supermarket's range, several times over; bounds what a till has to know. */
export const SHOP_PRODUCTS_MAXIMUM = 50_000;
/** All versions a shop ever had: every sale is judged by those that held at its moment. */
export const SHOP_RULES_MAXIMUM = 10_000;
