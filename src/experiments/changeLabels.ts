/** Changes of labels that ask what a method makes of noise, of mere chance, and of many types. */

import { overlaps, type Random } from "../core/index.js";
import { type Document, type Mention, segmentWords } from "../corpus/index.js";
import type { LabelChange } from "./corpusSource.js";
import { splitTypes } from "./splitTypes.js";

/** The parts of a corpus. */
interface Documents {
  readonly train: readonly Document[];
  readonly dev?: readonly Document[] | undefined;
  readonly test: readonly Document[];
}

/** Changes labels, or nothing without a change. The test part of noisy labels stays as it is. */
export function changeLabels(
  parts: Documents,
  { change, random, seed }: { change: LabelChange | undefined; random: Random; seed: number },
): Documents {
  if (!change) return parts;
  const all = (apply: (document: Document) => Document): Documents => ({
    train: parts.train.map(apply),
    dev: parts.dev?.map(apply),
    test: parts.test.map(apply),
  });
  switch (change.kind) {
    case "redraw-types": {
      const draw = typeDrawer(parts.train);
      const redraw = (document: Document) =>
        redrawn(document, { share: change.share, draw, random: random.stream(seed, document.id) });
      return { ...parts, train: parts.train.map(redraw), dev: parts.dev?.map(redraw) };
    }
    case "random-words": {
      const shares = change.shares === "own" ? sharesOfWords(parts.train) : change.shares;
      return all((document) =>
        randomWords(document, { shares, random: random.stream(document.id) }),
      );
    }
    case "split-types": {
      const rename = splitTypes(
        [...parts.train, ...(parts.dev ?? []), ...parts.test],
        change.types,
      );
      return all((document) => ({
        ...document,
        mentions: document.mentions.map((mention) => ({
          ...mention,
          type: rename(mention, document.text),
        })),
      }));
    }
  }
}

/** Draws a type with the probability of its share among all mentions. */
function typeDrawer(documents: readonly Document[]): (random: Random) => string {
  const types = documents.flatMap(({ mentions }) => mentions.map(({ type }) => type)).sort();
  return (random) => types[random.below(types.length)] as string;
}

function redrawn(
  document: Document,
  { share, draw, random }: { share: number; draw: (random: Random) => string; random: Random },
): Document {
  const mentions = document.mentions.map((mention) =>
    random.next() < share ? { ...mention, type: draw(random) } : mention,
  );
  return { ...document, mentions };
}

const wordsOf = ({ text, words }: Document) => words ?? segmentWords(text);

/** Share of all words that mentions of each type cover, alphabetically; a word in several counts once for each. */
export function sharesOfWords(documents: readonly Document[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  let total = 0;
  for (const document of documents) {
    const words = wordsOf(document);
    total += words.length;
    for (const mention of document.mentions) {
      const covered = words.filter((word) => overlaps(word, mention)).length;
      counts.set(mention.type, (counts.get(mention.type) ?? 0) + covered);
    }
  }
  return Object.fromEntries(
    [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => [type, count / total]),
  );
}

/** A mention of one word wherever chance has it, and no other. */
function randomWords(
  document: Document,
  { shares, random }: { shares: Readonly<Record<string, number>>; random: Random },
): Document {
  const types = Object.entries(shares);
  const mentions: Mention[] = [];
  for (const { start, end } of wordsOf(document)) {
    let rest = random.next();
    const drawn = types.find(([, share]) => {
      rest -= share;
      return rest < 0;
    });
    if (drawn) mentions.push({ id: `T${mentions.length + 1}`, type: drawn[0], start, end });
  }
  return { ...document, mentions };
}
