/** Mentions to labels of pieces. */

import { compareSpans } from "../core/index.js";
import type { Mention } from "../corpus/index.js";
import { type Encoding, piecesOf } from "../tokenizer/index.js";
import { LabelError } from "./error.js";
import { type LabelSet, labelIdOf } from "./labelSet.js";

/** The mentions of one document, to be turned into labels of its pieces. */
export interface AlignRequest {
  readonly encoding: Encoding;
  /** In any order; spans in UTF-16 units of the encoded text, a discontinuous mention by its hull. */
  readonly mentions: readonly Mention[];
  readonly labelSet: LabelSet;
}

/** Labels of the pieces of one document. */
export interface PieceLabels {
  /** Label ids, shape [pieces]. */
  readonly labelIds: Int32Array;
  /** Mentions that no piece stands for: of spaces, of dropped characters, or inside another's piece. */
  readonly unlabelled: readonly Mention[];
}

/**
 * Gives each piece the label of the mention that it shares a character with; of two such mentions, the
 * earlier has the piece. B is on the first piece of a mention alone, not of each of its words.
 * @throws LabelError naming both mentions if two overlap, or naming one of a type not in the label set
 */
export function labelPieces({ encoding, mentions, labelSet }: AlignRequest): PieceLabels {
  const labelIds = new Int32Array(encoding.ids.length);
  const unlabelled: Mention[] = [];
  const typeIndexOf = typeIndices(labelSet);
  let previous: Mention | undefined;
  let taken = 0;
  for (const mention of [...mentions].sort(compareSpans)) {
    const typeIndex = typeIndexOf(mention);
    if (previous !== undefined && mention.start < previous.end && mention.start < mention.end)
      throw new LabelError(
        {},
        `mentions ${describe(previous)} and ${describe(mention)} overlap but each piece has one label`,
        "Choose a policy for overlapping mentions, or learn them with binary heads",
      );
    const pieces = piecesOf(encoding, mention);
    const start = Math.max(pieces.start, taken);
    if (mention.start < mention.end) previous = mention;
    if (start >= pieces.end) {
      unlabelled.push(mention);
      continue;
    }
    for (let piece = start; piece < pieces.end; piece++) {
      const place = { isFirst: piece === start, isLast: piece === pieces.end - 1 };
      labelIds[piece] = labelIdOf(labelSet, typeIndex, place);
    }
    taken = pieces.end;
  }
  return { labelIds, unlabelled };
}

/** A piece that the head of a type shall find. */
export interface Positive {
  readonly piece: number;
  /** Index into the types of the label set. */
  readonly type: number;
}

/** What each of the binary heads shall find in one document. */
export interface Positives {
  /** Sorted by piece, then by type; each pair once. */
  readonly positives: readonly Positive[];
  /** Mentions that no piece stands for. */
  readonly unlabelled: readonly Mention[];
}

/**
 * Finds the positives of binary heads: a piece in nested mentions is positive in the head of each.
 * @throws LabelError if the scheme is not `io`, or naming a mention of a type not in the label set
 */
export function nestedPositives({ encoding, mentions, labelSet }: AlignRequest): Positives {
  if (labelSet.scheme !== "io")
    throw new LabelError(
      {},
      `binary heads have the scheme io but the label set has ${labelSet.scheme}`,
      "Set the scheme to io, or the head to softmax",
    );
  const typeIndexOf = typeIndices(labelSet);
  const unlabelled: Mention[] = [];
  const types = Array.from(encoding.ids, () => new Set<number>());
  for (const mention of mentions) {
    const typeIndex = typeIndexOf(mention);
    const { start, end } = piecesOf(encoding, mention);
    for (let piece = start; piece < end; piece++) types[piece]?.add(typeIndex);
    if (start === end) unlabelled.push(mention);
  }
  const positives = types.flatMap((set, piece) =>
    [...set].sort((a, b) => a - b).map((type) => ({ piece, type })),
  );
  return { positives, unlabelled };
}

/** Looks types up. */
function typeIndices({ types }: LabelSet): (mention: Mention) => number {
  const indices = new Map(types.map((type, index) => [type, index]));
  return (mention) => {
    const index = indices.get(mention.type);
    if (index !== undefined) return index;
    throw new LabelError(
      {},
      `mention ${describe(mention)} has type ${mention.type}, which is none of the ${types.length} types of the label set`,
      "Add the type to the label set, or leave such mentions out",
    );
  };
}

function describe({ id, start, end }: Mention): string {
  return `${id} [${start}, ${end})`;
}
