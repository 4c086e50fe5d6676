/** Labels or probabilities of pieces to mentions. */

import { compareSpans, InternalError, type Span } from "../core/index.js";
import type { Encoding } from "../tokenizer/index.js";
import type { LabelSet } from "./labelSet.js";
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
  /** Of the type of each label, shape [pieces]; shares of the neighbours' votes will do. */
  readonly probabilities?: ArrayLike<number>;
}

/**
 * Joins labels to mentions, from the start of the first unit to the end of the last one's last piece.
 * The probability of a mention is the mean over its units of the probability of its type at the first piece.
 * @returns mentions in order, not overlapping
 */
export function decodeMentions(request: DecodeRequest): DecodedMention[] {
  const { encoding, labelIds, labelSet, by = "words", repair = "conlleval" } = request;
  const { probabilities } = request;
  const pieces = encoding.ids.length;
  checkSize("labels", labelIds, pieces);
  if (probabilities !== undefined) checkSize("probabilities", probabilities, pieces);
  const units = unitsOf(encoding, by);
  const runs = findRuns(
    units.map(({ start }) => labelIds[start] as number),
    { labelSet, repair, hidesEnds: by === "words" },
  );
  return runs.map((run) => {
    const mention = place(encoding, units, run, labelSet.types[run.typeIndex] as string);
    if (probabilities === undefined) return mention;
    // every label of a run is of its type
    const first = units
      .slice(run.start, run.end)
      .map(({ start }) => probabilities[start] as number);
    return { ...mention, probability: mean(first) };
  });
}

/** A type that a head of its own has found in a piece. */
export interface FoundType {
  readonly piece: number;
  /** Index into the types. */
  readonly type: number;
  readonly probability: number;
}

/** What {@link decodeOverlapping} needs. */
export interface OverlappingRequest {
  readonly encoding: Encoding;
  /** Each pair of piece and type once at most, in any order. */
  readonly found: readonly FoundType[];
  readonly types: readonly string[];
  /** `words` by default. */
  readonly by?: Unit;
}

/**
 * Finds the mentions of each type by itself, so that those of different types may overlap: runs of units whose
 * first piece has the type.
 * @returns mentions by start, the longer first, then by the order of types
 */
export function decodeOverlapping(request: OverlappingRequest): DecodedMention[] {
  const { encoding, found, types, by = "words" } = request;
  const units = unitsOf(encoding, by);
  const unitOf = new Map(units.map(({ start }, unit) => [start, unit]));
  const hits = found
    .flatMap(({ piece, type, probability }) => {
      const unit = unitOf.get(piece);
      return unit === undefined ? [] : [{ unit, type, probability }];
    })
    .sort((a, b) => a.type - b.type || a.unit - b.unit);
  const mentions: DecodedMention[] = [];
  for (let first = 0, end = 0; first < hits.length; first = end) {
    const { unit, type } = hits[first] as (typeof hits)[number];
    end = first + 1;
    while (hits[end]?.type === type && hits[end]?.unit === unit + end - first) end++;
    const run = { start: unit, end: unit + end - first };
    mentions.push({
      ...place(encoding, units, run, types[type] as string),
      probability: mean(hits.slice(first, end).map(({ probability }) => probability)),
    });
  }
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

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function checkSize(what: string, values: ArrayLike<number>, expected: number): void {
  if (values.length !== expected)
    throw new InternalError(`decoding was given ${values.length} ${what} instead of ${expected}`);
}
