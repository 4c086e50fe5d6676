/** Tokens in the text that they are of: one that the record gives, or they themselves joined by spaces. */

import type { Span } from "../../core/index.js";

/** Places of `tokens` in `text` if that is they and white space; undefined else. */
export function placesIn(text: string, tokens: readonly string[]): Span[] | undefined {
  const words: Span[] = [];
  let place = 0;
  for (const token of tokens) {
    while (!text.startsWith(token, place) && /\s/.test(text.charAt(place))) place++;
    if (!text.startsWith(token, place)) return undefined;
    words.push({ start: place, end: place + token.length });
    place += token.length;
  }
  return text.slice(place).trim() === "" ? words : undefined;
}

/** Places of `tokens` when they are joined by one space. */
export function placesJoined(tokens: readonly string[]): Span[] {
  let start = 0;
  return tokens.map((token) => {
    const span = { start, end: start + token.length };
    start = span.end + 1; // the space after it
    return span;
  });
}
