/** A programme's name, on a card. */
export const NAME_MAXIMUM = 80;
