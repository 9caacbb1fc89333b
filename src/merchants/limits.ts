// The limits of merchants that pages know too, each with its reason.

/** A sign over a shop's door. */
export const NAME_MAXIMUM = 60;
export const DESCRIPTION_MAXIMUM = 500;
export const REASON_MAXIMUM = 500;
/** A bank slip's reference. */
export const REFERENCE_MAXIMUM = 120;
