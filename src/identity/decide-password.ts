/** Why a password is refused. */
export type PasswordWeakness =
  | "too_short"
  | "too_long"
  | "too_common"
  | "repeated_character"
  | "plain_sequence"
  | "same_as_login";

/** NIST SP 800-63B-4, section 3.1.1.2: length matters, rules about kinds of characters do not. */
const CHARACTERS_MINIMUM = 8;
/** Far above any passphrase, far below what would make hashing a burden. */
const CHARACTERS_MAXIMUM = 200;

/** Rows that a finger runs along; written twice where the run goes round. */
const ROWS = [
  "01234567890123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
].flatMap((row) => [row, [...row].reverse().join("")]);

/** The commonest of eight characters or more in published lists of Chinese and English leaks. */
const COMMONEST: ReadonlySet<string> = new Set(
  `password password1 password12 password123 passw0rd p@ssw0rd p@ssword qwerty123 qwer1234 qwerasdf
  1qaz2wsx 1q2w3e4r 1q2w3e4r5t q1w2e3r4 zaq12wsx asdf1234 zxcvbnm1 zxcvbnm123 asdfghjkl1 qwertyui1
  abcd1234 abc12345 abcd12345 abc123456 a1b2c3d4 a1234567 a12345678 a123456789 aa123456 aa12345678
  asd123456 qq123456 wang1234 123456abc 12345678a 123456789a 1234567a 1234qwer 123qweasd qweasdzxc
  11223344 11112222 12341234 12121212 12344321 123123123 123321123 123654789 147258369 147852369
  159357258 159753159 112233445566 1122334455 66668888 88886666 13145200 1314520520 5201314520
  52013140 5201314a woaini520 woaini1314 woaini521 iloveyou iloveyou1 loveyou1314 welcome1 welcome123
  admin123 admin888 admin123456 administrator root1234 changeme letmein1 trustno1 superman sunshine
  princess football baseball starwars whatever computer internet dragon123 monkey123 michael1
  charlie1 jennifer jordan23 liverpool chelsea1 qazwsxedc`.split(/\s+/),
);

/**
 * The first reason against a password, or null when it may be used. `logins` are the logins of the
 * account as they are stored; a phone number counts with and without its country code.
 */
export function decidePassword(
  password: string,
  logins: readonly string[],
): PasswordWeakness | null {
  const characters = [...password];
  if (characters.length < CHARACTERS_MINIMUM) return "too_short";
  if (characters.length > CHARACTERS_MAXIMUM) return "too_long";
  if (new Set(characters).size === 1) return "repeated_character";
  const plain = password.toLowerCase();
  if (ROWS.some((row) => row.includes(plain))) return "plain_sequence";
  if (COMMONEST.has(plain)) return "too_common";
  const sameAsLogin = logins.flatMap(spellingsOf).includes(plain.replace(/[\s-]/g, ""));
  return sameAsLogin ? "same_as_login" : null;
}

function spellingsOf(login: string): string[] {
  return [login, login.replace(/^\+/, ""), login.replace(/^\+86/, "")];
}
