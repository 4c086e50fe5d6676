/** Names and sentences from files, kept from flooding the page and from turning what stands around them. */

import { type Child, type Html, html } from "./html.js";
import { count, shorten } from "./numbers.js";

/** Columns of the longest name and the longest sentence that are shown whole; files may hold any. */
const LONGEST = { name: 200, sentence: 1000 } as const;

/** A name or quote from a file, kept from turning what stands around it when it runs from right to left. */
export function name(text: string): Html {
  return html`<bdi>${shorten(text, LONGEST.name)}</bdi>`;
}

/**
 * A sentence from the report. `types` that it names are kept apart where they have letters or marks of text from
 * right to left, which would turn the rest of the sentence.
 */
export function sentence(text: string, types: readonly string[] = []): Html {
  const turning = types.filter((type) => TURNS.test(type)).sort((a, b) => b.length - a.length);
  return html`<bdi dir="ltr">${isolate(shorten(text, LONGEST.sentence), turning)}</bdi>`;
}

/** Hebrew, Arabic and other scripts from right to left, and marks that set directions. */
const TURNS =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

function isolate(text: string, [first, ...others]: readonly string[]): Child {
  if (first === undefined) return text;
  const between = text.split(first);
  return between.map((part, i) => html`${i > 0 && name(first)}${isolate(part, others)}`);
}

/** Names in a row, the first ones where there are many. */
export function names(texts: readonly string[], most = 12): Html {
  const shown = texts.slice(0, most).map((text, i) => html`${i > 0 && ", "}${name(text)}`);
  return html`${shown}${texts.length > most && ` and ${count(texts.length - most)} more`}`;
}
