/** An explanation as plain data: what each word did, how sure the sum is, and what both decoders say. */

import type { Span } from "../core/index.js";
import type { DecoderName } from "../inference/index.js";
import type { Neighbour } from "../recognizer/index.js";
import type { Baseline } from "./baseline.js";
import type { PathResult } from "./integrate.js";
import {
  largestShares,
  type Reading,
  type ShownDecoder,
  type TypeShare,
  typeOfLabel,
} from "./reading.js";
import type { Target } from "./target.js";

/** A part of the text with what it adds to the target, in the unit of logits; below 0 it speaks against. */
export interface Attribution extends Span {
  readonly attribution: number;
}

/** A word that the model read with the mention. */
export interface ExplainedWord extends Attribution {
  /** Its place among the words of the text. */
  readonly word: number;
  /** Whether it is one of the words that are explained. */
  readonly inMention: boolean;
  /** Its pieces; their attributions add up to that of the word. */
  readonly pieces: readonly Attribution[];
}

/** A training token near a word, with its type, or `O`; `className` is its label. */
export interface ExplainedNeighbour extends Neighbour {
  readonly type: string;
}

/** What the decoders say of a word that is explained. */
export interface Decision extends Span {
  readonly word: number;
  /** At most ten types, `O` among them, the most probable first. */
  readonly shares: Readonly<Record<ShownDecoder, readonly TypeShare[]>>;
  /** The training tokens nearest to the word, which vote in `knn`; nearest first. */
  readonly neighbours: readonly ExplainedNeighbour[];
}

/** How well the attributions add up to what they explain. */
export interface Completeness {
  readonly baseline: Baseline;
  readonly steps: number;
  /** The target of the text, and of the text with every piece blanked out. */
  readonly value: number;
  readonly baselineValue: number;
  /** Sum of all attributions minus (value - baselineValue); 0 for a path of endless steps. */
  readonly gap: number;
}

/** Why a model takes words for a type. All offsets are UTF-16 offsets into the text. */
export interface Explanation extends Target {
  /** By which mentions are found; `probability` is of it. */
  readonly decoder: DecoderName;
  /** Every word of the windows that the model read the mention in, in order. */
  readonly context: readonly ExplainedWord[];
  readonly decisions: readonly Decision[];
  readonly completeness: Completeness;
}

/** What an explanation is put together from. */
export interface Findings {
  readonly target: Target;
  readonly decoder: DecoderName;
  readonly path: Pick<Completeness, "baseline" | "steps">;
  /** A result for each window that owns words of the target, with the first and last piece [start, end) of the window. */
  readonly results: readonly { readonly window: Span; readonly result: PathResult }[];
  readonly neighboursOf: (piece: number) => readonly Neighbour[];
}

/** Adds up what was found by piece and by word; windows that overlap both count. */
export function explanationOf(reading: Reading, findings: Findings): Explanation {
  const { encoding, words } = reading;
  const { target, decoder, path, results, neighboursOf } = findings;
  const attributions = new Float64Array(encoding.ids.length);
  for (const { window, result } of results)
    for (let piece = window.start; piece < window.end; piece++)
      attributions[piece] =
        (attributions[piece] as number) + (result.attributions[piece - window.start + 1] as number);
  const explained = new Set(target.words);
  const context = words.flatMap((pieces, word): ExplainedWord[] => {
    if (!results.some(({ window }) => pieces.start < window.end && window.start < pieces.end))
      return [];
    const own = Array.from({ length: pieces.end - pieces.start }, (_, i) => pieces.start + i);
    return [
      {
        ...spanOf(encoding, pieces),
        ...{ word, inMention: explained.has(word) },
        attribution: sum(own.map((piece) => attributions[piece] as number)),
        pieces: own.map((piece) => ({
          ...spanOf(encoding, { start: piece, end: piece + 1 }),
          attribution: attributions[piece] as number,
        })),
      },
    ];
  });
  const value = sum(results.map(({ result }) => result.value));
  const baselineValue = sum(results.map(({ result }) => result.baselineValue));
  return {
    ...target,
    ...{ decoder, context },
    decisions: target.words.map((word) => decisionOf(reading, word, neighboursOf)),
    completeness: {
      ...{ ...path, value, baselineValue },
      gap: sum(attributions) - (value - baselineValue),
    },
  };
}

/** What both decoders say of a word. @param word its place among the words of the text */
export function decisionOf(
  reading: Reading,
  word: number,
  neighboursOf: Findings["neighboursOf"],
): Decision {
  const { encoding, labelSet, shown } = reading;
  const pieces = reading.words[word] as Span;
  const piece = pieces.start;
  return {
    ...{ word, ...spanOf(encoding, pieces) },
    shares: {
      argmax: largestShares(shown.argmax, { labelSet, piece }),
      knn: largestShares(shown.knn, { labelSet, piece }),
    },
    neighbours: neighboursOf(piece).map((neighbour) => ({
      ...neighbour,
      type: typeOfLabel(labelSet, neighbour.className),
    })),
  };
}

/** Where pieces stand in the text. */
function spanOf({ starts, ends }: Reading["encoding"], { start, end }: Span): Span {
  return { start: starts[start] as number, end: ends[end - 1] as number };
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}
