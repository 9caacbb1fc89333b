/** The name that others see, at most as long as a merchant's. */
export const DISPLAY_NAME_CHARACTERS_MAXIMUM = 60;
