/** How messages name types and shares. */

/** Types that a message names. */
const NAMED = 6;

/** Names for a sentence; the signature has all of them. */
export function list(types: readonly string[]): string {
  const named = types.slice(0, NAMED).join(", ");
  return types.length > NAMED ? `${named} and ${types.length - NAMED} more` : named;
}

/** `1 type`, `2 types`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** A score or share with two digits. */
export function figure(value: number): string {
  return value.toFixed(2);
}
