// Every limit of the mall, with its reason.

/** Two lines on a phone's product card. */
export const NAME_LENGTH_MAXIMUM = 120;
export const DESCRIPTION_LENGTH_MAXIMUM = 5_000;
export const PICTURES_MAXIMUM = 9;
/** ¥100 million: even the fullest cart's total stays an exact JSON integer. */
export const CASH_MAXIMUM_FEN = 10_000_000_000;
/** Returned pieces come on top; their sum stays far inside PostgreSQL's integer. */
export const STOCK_MAXIMUM = 1_000_000;
/** Larger orders are wholesale, and a slip of the finger. */
export const QUANTITY_MAXIMUM = 999;
/** Each line is a row locked until the checkout ends. */
export const LINES_MAXIMUM = 100;
/** Enough for any address book; bounds what one account may store. */
export const ADDRESSES_MAXIMUM = 20;
export const ADDRESS_FIELD_LENGTH_MAXIMUM = 200;
/** A reason, a carrier, a tracking number. */
export const NOTE_LENGTH_MAXIMUM = 200;
export const CODE_LENGTH_MAXIMUM = 200;
/** A thousand of the longest codes fit in one body of 1 MiB. */
export const CODES_PER_UPLOAD_MAXIMUM = 1_000;

export const QUERY_LENGTH_MAXIMUM = 100;
/** Longer words are not words; PostgreSQL refuses lexemes above 2 kB. */
export const WORD_LENGTH_MAXIMUM = 64;
/** Cutting the words of one takes up to 20 ms of the server when its description is long. */
export const INDEX_BATCH = 20;

/** Enough to try the mall out; nobody has looked at who uploads. */
export const PICTURES_WHILE_PENDING_MAXIMUM = 20;
export const PRODUCTS_WHILE_PENDING_MAXIMUM = 100;
/** A department store's whole range; nine pictures each would be ten times what any seller has. */
export const PRODUCTS_PER_SELLER_MAXIMUM = 10_000;
export const PICTURES_PER_SELLER_MAXIMUM = 20_000;
/** As kept: a shrunk picture has some 100 kB. */
export const PICTURE_BYTES_PER_SELLER_MAXIMUM = 2_000_000_000;
/** A form that is filled in over a weekend still finds its pictures. */
export const UNUSED_PICTURES_KEPT_DAYS = 7;
export const UNUSED_PICTURES_BATCH = 200;

/** 8 MiB of base64 in JSON is a picture of 6 MB. */
export const PICTURE_BODY_LIMIT_BYTES = 8 * 1024 * 1024;
/** A 24-megapixel camera; decoded, 72 MB. */
export const PICTURE_PIXELS_MAXIMUM = 24_000_000;
/** Sharp on a phone of three pixels a point, full width. */
export const PICTURE_SIDE_MAXIMUM = 1_200;
/** A picture that takes longer was made to. */
export const PICTURE_SECONDS_MAXIMUM = 10;

/** Guessing one takes 50 million tries on average, at the counter. */
export const PICKUP_CODE_DIGITS = 8;
/** As typed, with spaces between the groups. */
export const PICKUP_CODE_LENGTH_MAXIMUM = 32;
/** Enough for slips of the finger; ten tries an hour at 10^8 codes find one in 570 years. */
export const PICKUP_ATTEMPTS_MAXIMUM = 10;
export const PICKUP_ATTEMPT_SECONDS = 3_600;
/** An order's number as typed, with spaces and dashes. */
export const NUMBER_QUERY_LENGTH_MAXIMUM = 40;
/** How many delivered orders the nightly job looks up at once. */
export const COMPLETION_BATCH = 100;

/** A page, when nothing else is asked for; the wire's schema says the same. */
export const LIMIT_DEFAULT = 20;

/** A word or two. */
export const CATEGORY_LENGTH_MAXIMUM = 40;
/** Longer addresses of pictures are somebody's session, not a picture. */
export const PICTURE_URL_LENGTH_MAXIMUM = 2000;
