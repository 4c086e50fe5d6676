/** The tokens and sentences as which WebAnno TSV holds a text, so that nothing of it is lost. */

import type { Span } from "../../core/index.js";
import type { Document } from "../document.js";
import type { WriteContext } from "../format.js";
import { segmentWords } from "./wordTags.js";

/** A token of the file: a word of the document, or filler where the format needs a token to point at. */
export interface Token extends Span {
  readonly isWord: boolean;
}

/**
 * The words of a document, or {@link segmentWords} as filler if it has none, and filler for gaps between them: where a
 * mention begins or ends in white space, where a text begins with other than spaces, and where it has no word at all.
 * Words that are empty, outside of the text or overlap one before them are a problem and left out.
 */
export function tokensOf(
  { id, text, mentions, words }: Document,
  { onProblem }: WriteContext,
): Token[] {
  const tokens: Token[] = [];
  const starts = new Set(mentions.map(({ start }) => start));
  const ends = new Set(mentions.map(({ end }) => end));
  let covered = 0;
  const fill = (end: number) => {
    const gap = { start: covered, end };
    if (covered < end && isNeeded(gap)) tokens.push({ ...gap, isWord: false });
  };
  const isNeeded = (gap: Span) => {
    const outer =
      gap.start === 0 && (gap.end === text.length || /[^ ]/.test(text.slice(0, gap.end)));
    for (let at = gap.start; at < gap.end; at++)
      if (starts.has(at) || ends.has(at + 1)) return true;
    return outer;
  };
  let left = 0;
  for (const { start, end } of words ?? segmentWords(text)) {
    if (start < covered || end <= start || end > text.length) {
      left++;
      continue;
    }
    fill(start);
    tokens.push({ start, end, isWord: words !== undefined });
    covered = end;
  }
  fill(text.length);
  if (left > 0)
    onProblem({
      ...{ source: id, code: "does-not-fit", lost: true },
      message: `${left} of ${words?.length} words are empty, overlap another or lie outside of the text of ${text.length} UTF-16 units`,
    });
  return tokens;
}

/** A sentence as the file has it. */
export interface TokenizedSentence {
  readonly tokens: readonly Token[];
  /** Its text up to the next sentence, cut at LF; one LF between sentences goes without saying. */
  readonly lines: readonly string[];
}

/** Sentences end where a line ends between tokens. */
export function sentencesOf(text: string, tokens: readonly Token[]): TokenizedSentence[] {
  const groups: Token[][] = [];
  let end = 0;
  for (const token of tokens) {
    const group = groups.at(-1);
    if (group && !text.slice(end, token.start).includes("\n")) group.push(token);
    else groups.push([token]);
    end = token.end;
  }
  return groups.map((group, i) => {
    const next = groups[i + 1]?.[0]?.start;
    const own = text.slice((group[0] as Token).start, next);
    const said = next === undefined ? own : own.replace(/\n$/, "");
    return { tokens: group, lines: said.split("\n") };
  });
}
