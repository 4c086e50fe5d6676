/** Texts of mentions, for those who ask for them: frequent strings, and examples in their context. */

import { type PreparedDocument, placeOf } from "./prepare.js";
import type { Example, TypeSummary } from "./report.js";
import { oneLine, quote, type StringId } from "./strings.js";

const TOP_STRINGS = 10;
const EXAMPLES = 5;
/** UTF-16 units of context on either side. */
const CONTEXT = 60;

/** Adds frequent strings and examples to each type. */
export function withQuotes(
  types: Readonly<Record<string, TypeSummary>>,
  prepared: readonly PreparedDocument[],
): Record<string, TypeSummary> {
  const spellings = new Map<string, Map<StringId, Map<string, number>>>();
  const examples = new Map<string, Example[]>();
  for (const one of prepared)
    for (const [i, mention] of one.document.mentions.entries()) {
      const known = examples.get(mention.type) ?? [];
      examples.set(mention.type, known);
      if (known.length < EXAMPLES && known.at(-1)?.document !== one.document.id)
        known.push(exampleOf(one, mention));
      const string = one.strings[i];
      if (string === undefined) continue;
      const ofType = spellings.get(mention.type) ?? new Map<StringId, Map<string, number>>();
      spellings.set(mention.type, ofType);
      const ofString = ofType.get(string) ?? new Map<string, number>();
      ofType.set(string, ofString);
      const text = quote(one.document, mention);
      ofString.set(text, (ofString.get(text) ?? 0) + 1);
    }
  return Object.fromEntries(
    Object.entries(types).map(([type, summary]) => [
      type,
      {
        ...summary,
        topStrings: topOf([...(spellings.get(type)?.values() ?? [])]),
        examples: examples.get(type) ?? [],
      },
    ]),
  );
}

/** The most frequent strings, each as it is spelled most often. */
function topOf(strings: readonly ReadonlyMap<string, number>[]) {
  return strings
    .map((spellings) => {
      const [[text]] = [...spellings].sort(([, a], [, b]) => b - a) as [[string, number]];
      return { text, count: [...spellings.values()].reduce((a, b) => a + b, 0) };
    })
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
    .slice(0, TOP_STRINGS);
}

function exampleOf(one: PreparedDocument, mention: { start: number; end: number }): Example {
  const { text } = one.document;
  const { start, end } = mention;
  const from = wholeCharacter(text, Math.max(0, start - CONTEXT));
  const to = wholeCharacter(text, Math.min(text.length, end + CONTEXT));
  return {
    ...placeOf(one, mention),
    before: oneLine(text.slice(from, start)),
    text: oneLine(text.slice(start, end)),
    after: oneLine(text.slice(end, to)),
  };
}

/** An offset that does not cut a surrogate pair. */
function wholeCharacter(text: string, offset: number): number {
  return /[\udc00-\udfff]/.test(text[offset] ?? "") ? offset - 1 : offset;
}
