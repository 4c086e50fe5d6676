/** Documents drawn for property tests: words, punctuation, mentions that nest, cross and have fragments. */

import fc from "fast-check";
import type { Span } from "../src/core/index.js";
import type { Document, Mention } from "../src/corpus/index.js";

const WORDS = ["pain", "Tag", "é", "10", "mg", "😀x", "knee", "no", "β"];
const GAPS = [" ", ", ", "-", "  \n", "."];

const parts = fc.array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...GAPS)), {
  minLength: 1,
  maxLength: 14,
});

/** A text and its words, in order, and mentions over them; some mentions begin or end inside of a word. */
const drawn = parts.chain((pairs) => {
  let text = "";
  const words = pairs.map(([word, gap]) => {
    const start = text.length;
    text += word + gap;
    return { start, end: start + word.length };
  });
  const mention = fc
    .record({
      first: fc.nat(words.length - 1),
      more: fc.nat(3),
      type: fc.constantFrom("A", "B", "C"),
      cut: fc.constantFrom(0, 0, 0, 1),
      gap: fc.boolean(),
    })
    .map(({ first, more, type, cut, gap }): Omit<Mention, "id"> => {
      const held = words.slice(first, first + 1 + more);
      const [head, tail] = [held[0], held.at(-1)] as [Span, Span];
      const [start, end] = [head.start, tail.end];
      if (gap && held.length > 2) return { type, start, end, fragments: [head, tail] };
      return { type, start: end - start > cut ? start + cut : start, end };
    });
  return fc.record({
    text: fc.constant(text),
    words: fc.constant(words),
    mentions: fc.array(mention, { maxLength: 5 }),
  });
});

/** A corpus of such documents, some of which give their words. */
export const drawnDocuments: fc.Arbitrary<{
  readonly documents: readonly Document[];
  readonly words: readonly Document["words"][];
}> = fc.array(fc.tuple(drawn, fc.boolean()), { minLength: 1, maxLength: 4 }).map((all) => ({
  words: all.map(([{ words }]) => words),
  documents: all.map(([{ text, words, mentions }, given], i) => ({
    id: `d${i}`,
    text,
    mentions: mentions.map((mention, m) => ({ id: `T${m + 1}`, ...mention })),
    ...(given ? { words } : {}),
  })),
}));
