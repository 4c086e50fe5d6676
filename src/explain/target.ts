/** The number that is explained: by how much a type is ahead at the words of a mention. */

import { contains, type Span } from "../core/index.js";
import { labelsOfType } from "../labels/index.js";
import { piecesOf, type Window } from "../tokenizer/index.js";
import { ExplainError } from "./error.js";
import { type Reading, shareOfType, sharesOfPiece, typeIndex } from "./reading.js";

/** What is asked. */
export interface Question {
  /** What the words are explained as: what the model takes them for unless given. */
  readonly type?: string | undefined;
  /** The type, or `O` unless given, that it is ahead of; null for the logit of the type by itself. */
  readonly against?: string | null | undefined;
}

/** What is explained. */
export interface Target extends Span {
  readonly type: string;
  readonly against: string | null;
  /** Of the type, by the decoder by which mentions are found: the mean over the words. */
  readonly probability: number;
  /** Places among the words of the text. */
  readonly words: readonly number[];
  /** For the first piece of each word, which speaks for it: the label of the type, and the other's. */
  readonly logits: readonly {
    readonly piece: number;
    readonly label: number;
    readonly against: number | null;
  }[];
}

/**
 * Settles what is explained. Of a type with several labels (`bio`, `bioes`) the most probable one at each word counts.
 * @param span any part of the text; its words are those that it touches
 * @throws ExplainError if the span lies outside of the text or touches no word, or a type is not the model's
 */
export function targetOf(
  reading: Reading,
  span: Span,
  { type, against = "O" }: Question = {},
): Target {
  const { labelSet } = reading;
  const words = wordsIn(reading, span);
  const first = words.map((word) => (reading.words[word] as Span).start);
  const meanShare = (index: number) =>
    first.reduce(
      (sum, piece) =>
        sum + shareOfType(sharesOfPiece(reading.own, { labelSet, piece }), labelSet, index),
      0,
    ) / first.length;
  const wanted = type ?? foundType(reading, span) ?? mostProbable(reading, meanShare);
  const index = indexOf(reading, wanted);
  const other = against === null ? null : indexOf(reading, against);
  if (index === other)
    throw new ExplainError(
      {},
      `the type ${wanted} is explained against itself`,
      "Name another type, or O",
    );
  return {
    ...{ start: span.start, end: span.end, type: wanted, against, words },
    probability: meanShare(index),
    logits: first.map((piece) => ({
      piece,
      label: labelOf(reading, piece, index),
      against: other === null ? null : labelOf(reading, piece, other),
    })),
  };
}

/**
 * The target as weights of the logits of one window, [CLS] and [SEP] included, [seqLen, labels]: the mean over all words
 * of the mention, as far as the window owns them.
 * @returns undefined for a window that owns none
 */
export function seedOf(
  { logits }: Pick<Target, "logits">,
  { window, labels }: { readonly window: Window; readonly labels: number },
): Float32Array | undefined {
  const owned = logits.filter(({ piece }) => owns(window, piece));
  if (owned.length === 0) return undefined;
  const seed = new Float32Array((window.end - window.start + 2) * labels);
  for (const { piece, label, against } of owned) {
    const row = (piece - window.start + 1) * labels;
    seed[row + label] = 1 / logits.length;
    if (against !== null) seed[row + against] = -1 / logits.length;
  }
  return seed;
}

/** Whether a window speaks for a piece. */
export function owns({ ownedStart, ownedEnd }: Window, piece: number): boolean {
  return ownedStart <= piece && piece < ownedEnd;
}

/** The words that a span touches. */
function wordsIn({ text, encoding, words }: Reading, span: Span): number[] {
  const { start, end } = span;
  const whole = Number.isInteger(start) && Number.isInteger(end);
  if (!whole || start >= end || !contains({ start: 0, end: text.length }, span))
    throw new ExplainError(
      {},
      `[${start}, ${end}) is no part of a text of ${text.length} UTF-16 units`,
      "Give the offsets of a mention, the end after its last unit",
    );
  const pieces = piecesOf(encoding, span);
  const touched = [...words.keys()].filter((word) => {
    const { start, end } = words[word] as Span;
    return start < pieces.end && pieces.start < end;
  });
  if (touched.length === 0)
    throw new ExplainError(
      {},
      `[${start}, ${end}) touches none of the ${words.length} words of the text`,
      "Give the offsets of a mention",
    );
  return touched;
}

/** The type of the mention that was found exactly there. */
function foundType({ own }: Reading, span: Span): string | undefined {
  return own.prediction.mentions.find(({ start, end }) => start === span.start && end === span.end)
    ?.type;
}

function mostProbable({ labelSet }: Reading, shareOf: (index: number) => number): string {
  const shares = labelSet.types.map((_, index) => shareOf(index));
  return labelSet.types[shares.indexOf(Math.max(...shares))] as string;
}

function indexOf({ labelSet }: Reading, type: string): number {
  const index = typeIndex(labelSet, type);
  if (index !== undefined) return index;
  throw new ExplainError(
    {},
    `the type ${JSON.stringify(type)} is none of the ${labelSet.types.length} that the model knows`,
    `Choose one of ${labelSet.types.join(", ")}`,
  );
}

/** The most probable label of a type at a piece; equal ones go to the smallest id. */
function labelOf(reading: Reading, piece: number, type: number): number {
  const { labelSet, shown } = reading;
  const shares = sharesOfPiece(shown.argmax, { labelSet, piece });
  const { start, end } = labelsOfType(labelSet, type);
  let best = start;
  for (let label = start; label < end; label++)
    if ((shares[label] as number) > (shares[best] as number)) best = label;
  return best;
}
