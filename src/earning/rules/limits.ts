/** The most that one number in a rule may award: a million of them still fit the wire. */
export const POINTS_IN_RULE_MAXIMUM = 1_000_000_000;
