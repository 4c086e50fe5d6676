/** Strings of mentions as sequences of words, kept in a trie, and found again in running text. */

import { type Document, type Mention, segmentWords, spansOf } from "../corpus/index.js";
import type { Encoding } from "../tokenizer/index.js";
import { asPieces } from "./words.js";

/** A string of words by number. */
export type StringId = number;

/** The strings of a corpus. Two are the same if their words are, but for {@link normalForm}. */
export interface StringTable {
  /** The words of a text, with their numbers as ids. */
  wordsOf(text: string): Encoding;
  /** Takes up the string of a mention; undefined where it has no word. The parts of a split one are kept apart. */
  add(text: string, mention: Mention): StringId | undefined;
  /** Calls back for each string at each place in `words` where its words stand: words [first, end). */
  search(words: Encoding, found: (string: StringId, first: number, end: number) => void): void;
}

/** Stands between the parts of a split mention; no word of a text has this number, so none is found in running text. */
const GAP = 0;
/** More than there can be words or nodes: a node and a word make one exact number. */
const MOST_WORDS = 2 ** 26;

/**
 * A word without what does not make another string: how its accents are encoded, and a capital at its start.
 * `ALL` stays apart from `all`.
 */
export function normalForm(word: string): string {
  const composed = word.normalize("NFC");
  return /^\p{Lu}[\p{Ll}\p{M}]+$/u.test(composed) ? composed.toLowerCase() : composed;
}

/** An empty table. */
export function createStringTable(): StringTable {
  const spelled = new Map<string, number>();
  const normal = new Map<string, number>();
  const next = new Map<number, number>();
  const isString: boolean[] = [false];

  const numberOf = (word: string): number => {
    const known = spelled.get(word);
    if (known !== undefined) return known;
    const form = normalForm(word);
    const number = normal.get(form) ?? normal.size + 1;
    normal.set(form, number);
    spelled.set(word, number);
    return number;
  };
  const step = (node: number, word: number): number => {
    const key = node * MOST_WORDS + word;
    let child = next.get(key);
    if (child === undefined) {
      child = isString.push(false) - 1;
      next.set(key, child);
    }
    return child;
  };
  return {
    wordsOf: (text) =>
      asPieces(segmentWords(text), (start, end) => numberOf(text.slice(start, end))),
    add(text, mention) {
      let node = 0;
      for (const { start, end } of spansOf(mention)) {
        if (node !== 0) node = step(node, GAP);
        const part = text.slice(start, end);
        for (const word of segmentWords(part))
          node = step(node, numberOf(part.slice(word.start, word.end)));
      }
      if (node === 0) return undefined;
      isString[node] = true;
      return node;
    },
    search({ ids }, found) {
      for (let first = 0; first < ids.length; first++) {
        let node: number | undefined = 0;
        for (let end = first; end < ids.length && node !== undefined; end++) {
          node = next.get(node * MOST_WORDS + (ids[end] as number));
          if (node !== undefined && isString[node]) found(node, first, end + 1);
        }
      }
    },
  };
}

/** The text of a mention on one line, its parts joined by an ellipsis. */
export function quote({ text }: Pick<Document, "text">, mention: Mention): string {
  return spansOf(mention)
    .map(({ start, end }) => oneLine(text.slice(start, end)))
    .join(" … ");
}

/** Each run of white space as one space. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
