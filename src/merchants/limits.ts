// The limits of merchants that pages know too, each with its reason.

/** A sign over a shop's door. */
export const NAME_MAXIMUM = 60;
export const DESCRIPTION_MAXIMUM = 500;
export const REASON_MAXIMUM = 500;
/** A bank slip's reference. */
export const REFERENCE_MAXIMUM = 120;
// Every bound on what people may make here, with its reason.

/** What one person may have waiting for the operator: several branches at once, and no flood. */
export const APPLICATIONS_WAITING_MAXIMUM = 5;
/** One for each till of a large shop, and some that are being replaced. */
export const API_KEYS_MAXIMUM = 50;

/** Long enough for somebody on holiday. */
export const INVITATION_DAYS = 14;
/** A large shop hires its whole staff in one day. */
export const INVITATIONS_PER_DAY_MAXIMUM = 50;
/** Until the operator has approved a shop or seller, its name is shown to few strangers. */
export const INVITATIONS_PER_DAY_UNAPPROVED_MAXIMUM = 5;
/** How long the inviter can see what came of an invitation. */
export const ANSWERED_INVITATION_DAYS = 90;
/** More open invitations than anybody reads; the newest are shown. */
export const OWN_INVITATIONS_SHOWN = 100;
