/** Names and ids of files in messages, where anything may be in them. */

const LONGEST = 40;

/** `value` in quotes, on one line, and no longer than a name should be. */
export function said(value: string): string {
  const short = value.length > LONGEST ? `${value.slice(0, LONGEST)}...` : value;
  return JSON.stringify(short.replace(/\p{Surrogate}/gu, "\ufffd")).replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
