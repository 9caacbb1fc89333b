// The limits of earning that pages know too, each with its reason.

/** A line of a receipt printer is 48 characters; four of them. */
export const NAME_LENGTH_MAXIMUM = 200;
/** A barcode, a receipt number, a category. */
export const LABEL_LENGTH_MAXIMUM = 64;
