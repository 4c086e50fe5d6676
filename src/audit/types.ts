/** Counts of each type. */

import { type Mention, type Relation, spansOf } from "../corpus/index.js";
import { piecesOf } from "../tokenizer/index.js";
import { NO_OVERLAPS } from "./overlaps.js";
import type { PreparedDocument } from "./prepare.js";
import type { TypeSummary } from "./report.js";
import type { StringId } from "./strings.js";

/** What is counted of one type while documents go by. */
export interface TypeTally {
  readonly type: string;
  mentions: number;
  documents: number;
  tokens: number;
  length: number;
  mentionTokens: number;
  longestTokens: number;
  overlapping: number;
  readonly overlaps: Record<Relation, number>;
  discontinuous: number;
  insideWords: number;
  blankEdges: number;
  readonly strings: Set<StringId>;
  pieces: number;
  longestPieces: number;
  longerThanWindow: number;
}

/** Nothing counted yet. */
export function createTally(type: string): TypeTally {
  return {
    type,
    ...{ mentions: 0, documents: 0, tokens: 0, length: 0, mentionTokens: 0, longestTokens: 0 },
    ...{ overlapping: 0, overlaps: { ...NO_OVERLAPS }, discontinuous: 0 },
    ...{ insideWords: 0, blankEdges: 0, strings: new Set() },
    ...{ pieces: 0, longestPieces: 0, longerThanWindow: 0 },
  };
}

/** Counts the mentions of one document. @param capacity pieces of text that a window holds */
export function tallyDocument(
  prepared: PreparedDocument,
  {
    tallyOf,
    capacity,
  }: {
    readonly tallyOf: (mention: Mention) => TypeTally;
    readonly capacity: number | undefined;
  },
): void {
  const { document, tokens, strings, pieces } = prepared;
  const touched = new Map<TypeTally, Set<number>>();
  for (const [i, mention] of document.mentions.entries()) {
    const tally = tallyOf(mention);
    const own = touched.get(tally) ?? new Set<number>();
    touched.set(tally, own);
    let count = 0;
    for (const span of spansOf(mention)) {
      const { start, end } = piecesOf(tokens, span);
      for (let token = start; token < end; token++) own.add(token);
      count += end - start;
    }
    tally.mentions++;
    tally.length += mention.end - mention.start;
    tally.mentionTokens += count;
    tally.longestTokens = Math.max(tally.longestTokens, count);
    if (mention.fragments) tally.discontinuous++;
    if (cutsWord(prepared, mention)) tally.insideWords++;
    if (/^\s|\s$/.test(document.text.slice(mention.start, mention.end))) tally.blankEdges++;
    const string = strings[i];
    if (string !== undefined) tally.strings.add(string);
    if (pieces === undefined || capacity === undefined) continue;
    const length = pieces.ofMentions[i] as number;
    tally.pieces += length;
    tally.longestPieces = Math.max(tally.longestPieces, length);
    if ((pieces.ofHulls[i] as number) > capacity) tally.longerThanWindow++;
  }
  for (const [tally, own] of touched) {
    tally.documents++;
    tally.tokens += own.size;
  }
}

/** Whether a mention starts or ends inside of a word. */
function cutsWord({ tokens }: PreparedDocument, mention: Mention): boolean {
  return spansOf(mention).some((span) => {
    const { start, end } = piecesOf(tokens, span);
    return (
      start < end &&
      ((tokens.starts[start] as number) < span.start || (tokens.ends[end - 1] as number) > span.end)
    );
  });
}

/** What was counted, with shares and means. */
export function summarizeTally(
  tally: TypeTally,
  {
    mentions: all,
    passages,
    hasPieces,
  }: { readonly mentions: number; readonly passages: number; readonly hasPieces: boolean },
): TypeSummary {
  const { mentions, documents, tokens, longestTokens, overlapping, overlaps } = tally;
  const { discontinuous, insideWords, blankEdges, strings } = tally;
  return {
    ...{ mentions, documents, passages, tokens },
    share: mentions / all,
    meanLength: tally.length / mentions,
    meanTokens: tally.mentionTokens / mentions,
    ...{ longestTokens, overlapping, overlaps, discontinuous, insideWords, blankEdges },
    strings: strings.size,
    ...(hasPieces
      ? {
          pieces: {
            total: tally.pieces,
            perToken: tally.mentionTokens === 0 ? 0 : tally.pieces / tally.mentionTokens,
            longest: tally.longestPieces,
            longerThanWindow: tally.longerThanWindow,
          },
        }
      : {}),
  };
}
