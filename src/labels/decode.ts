/** Labels or probabilities of pieces to mentions. */

import { compareSpans, InternalError, type Span } from "../core/index.js";
import type { Encoding } from "../tokenizer/index.js";
import { type LabelSet, typeIndexOf } from "./labelSet.js";
import { findRuns, type Repair } from "./runs.js";
import { type Unit, unitsOf } from "./words.js";

/** A mention that a model has found; its span is in UTF-16 units of the encoded text. */
export interface DecodedMention extends Span {
  readonly type: string;
  /** Piece indices [start, end). */
  readonly pieces: Span;
  /** Indices [start, end) of the words or pieces that were decoded. */
  readonly units: Span;
  /** Mean over the units of the probability of the type; absent where no probabilities were given. */
  readonly probability?: number;
}

/** What {@link decodeMentions} needs. */
export interface DecodeRequest {
  readonly encoding: Encoding;
  /** Shape [pieces]. */
  readonly labelIds: ArrayLike<number>;
  readonly labelSet: LabelSet;
  /** Words have the label of their first piece. `words` by default. */
  readonly by?: Unit;
  /** `conlleval` by default. */
  readonly repair?: Repair;
  /** Of each label, shape [pieces, labels]; votes of neighbours will do. */
  readonly probabilities?: ArrayLike<number>;
}

/**
 * Joins labels to mentions, from the start of the first unit to the end of the last one's last piece.
 * The probability of a mention is the mean over its units of the probability of its type, which is
 * the sum over the labels of that type, at the first piece of the unit.
 * @returns mentions in order, not overlapping
 */
export function decodeMentions(request: DecodeRequest): DecodedMention[] {
  const { encoding, labelIds, labelSet, by = "words", repair = "conlleval" } = request;
  const { probabilities } = request;
  const pieces = encoding.ids.length;
  const classes = labelSet.labels.length;
  checkSize("labels", labelIds, pieces);
  if (probabilities !== undefined) checkSize("probabilities", probabilities, pieces * classes);
  const units = unitsOf(encoding, by);
  const runs = findRuns(
    units.map(({ start }) => labelIds[start] as number),
    { labelSet, repair, hidesEnds: by === "words" },
  );
  const ofType = (typeIndex: number, piece: number) => {
    let sum = 0;
    for (let label = 1; label < classes; label++)
      if (typeIndexOf(labelSet, label) === typeIndex)
        sum += probabilities?.[piece * classes + label] as number;
    return sum;
  };
  return runs.map((run) => {
    const mention = place(encoding, units, run, labelSet.types[run.typeIndex] as string);
    if (probabilities === undefined) return mention;
    const probability = mean(units, run, (piece) => ofType(run.typeIndex, piece));
    return { ...mention, probability };
  });
}

/** What {@link decodeOverlapping} needs. */
export interface OverlappingRequest {
  readonly encoding: Encoding;
  /** Of each type by itself, shape [pieces, types]. */
  readonly probabilities: ArrayLike<number>;
  readonly types: readonly string[];
  /** Least probability of each unit of a mention; 0.5 by default. */
  readonly threshold?: number;
  /** `words` by default. */
  readonly by?: Unit;
}

/**
 * Finds the mentions of each type by itself, so that those of different types may overlap: runs of units
 * whose probability at their first piece reaches the threshold.
 * @returns mentions by start, the longer first, then by the order of types
 */
export function decodeOverlapping(request: OverlappingRequest): DecodedMention[] {
  const { encoding, probabilities, types, threshold = 0.5, by = "words" } = request;
  checkSize("probabilities", probabilities, encoding.ids.length * types.length);
  const units = unitsOf(encoding, by);
  const mentions = types.flatMap((type, typeIndex) => {
    const at = (piece: number) => probabilities[piece * types.length + typeIndex] as number;
    const labelSet: LabelSet = { scheme: "io", types: [type], labels: ["O", type] };
    const labelIds = units.map(({ start }) => (at(start) >= threshold ? 1 : 0));
    return findRuns(labelIds, { labelSet, repair: "conlleval", hidesEnds: false }).map((run) => ({
      ...place(encoding, units, run, type),
      probability: mean(units, run, at),
    }));
  });
  return mentions.sort(compareSpans);
}

function place(
  encoding: Encoding,
  units: readonly Span[],
  run: Span,
  type: string,
): DecodedMention {
  const pieces = {
    start: (units[run.start] as Span).start,
    end: (units[run.end - 1] as Span).end,
  };
  return {
    start: encoding.starts[pieces.start] as number,
    end: encoding.ends[pieces.end - 1] as number,
    type,
    pieces,
    units: { start: run.start, end: run.end },
  };
}

function mean(units: readonly Span[], run: Span, probabilityAt: (piece: number) => number): number {
  let sum = 0;
  for (let i = run.start; i < run.end; i++) sum += probabilityAt((units[i] as Span).start);
  return sum / (run.end - run.start);
}

function checkSize(what: string, values: ArrayLike<number>, expected: number): void {
  if (values.length !== expected)
    throw new InternalError(`decoding was given ${values.length} ${what} instead of ${expected}`);
}
