/** Documents made ready for training: pieces, windows that own them, and the gold label of each piece. */

import {
  type Affected,
  type Document,
  type FlattenOptions,
  flatten,
  type Mention,
} from "../corpus/index.js";
import { countTransitions, encodeDocument, type Transitions } from "../inference/index.js";
import { firstPieces, type LabelSet, labelPieces, nestedPositives } from "../labels/index.js";
import {
  type Encoding,
  piecesOf,
  planWindows,
  type Tokenizer,
  type Window,
  type WindowSettings,
} from "../tokenizer/index.js";

/** Everything that training needs of a set of documents; arrays are by document. */
export interface PreparedDocuments {
  readonly documents: readonly Document[];
  readonly encodings: readonly Encoding[];
  readonly windows: readonly Window[];
  /** Label id of each piece, [pieces]. */
  readonly labels: readonly Int32Array[];
  /** Types of pieces in nested mentions, 0-based; for binary heads. */
  readonly positives: readonly (readonly { readonly piece: number; readonly type: number }[])[];
  /** Mentions that flat labels cannot hold as they are, or no window as a whole. */
  readonly affected: readonly Affected[];
}

/** Reasons that are no loss to a binary head. */
const OVERLAPS: ReadonlySet<Affected["reason"]> = new Set(["nested", "crossing", "same span"]);

/** How documents are prepared. */
export interface PrepareOptions extends FlattenOptions {
  readonly tokenizer: Tokenizer;
  readonly labelSet: LabelSet;
  readonly windows: WindowSettings;
  /** With a binary head every type is learned by itself, so overlapping mentions are no loss. */
  readonly head?: "softmax" | "binary" | undefined;
}

/** Encodes, flattens, labels and cuts. Nothing is truncated; what flat labels change is listed. */
export async function prepareDocuments(
  documents: readonly Document[],
  { tokenizer, labelSet, windows: settings, head, ...policies }: PrepareOptions,
): Promise<PreparedDocuments> {
  const encodings: Encoding[] = [];
  const windows: Window[] = [];
  const labels: Int32Array[] = [];
  const positives: PreparedDocuments["positives"][number][] = [];
  const affected: Affected[] = [];
  for (const [index, document] of documents.entries()) {
    const encoding = await encodeDocument(tokenizer, document);
    const flat = flatten(document, policies);
    const labelled = labelPieces({ encoding, mentions: flat.mentions, labelSet });
    encodings.push(encoding);
    labels.push(labelled.labelIds);
    positives.push(
      labelSet.scheme === "io"
        ? nestedPositives({ encoding, mentions: document.mentions, labelSet }).positives
        : [],
    );
    const lost = flat.affected.filter(({ reason }) => head !== "binary" || !OVERLAPS.has(reason));
    const learned = head === "binary" ? document.mentions : flat.mentions;
    const planned = planWindows(encoding, {
      ...settings,
      text: document.text,
      document: index,
      protectedSpans: learned,
    });
    const isCut = (mention: Mention) => {
      const { start, end } = piecesOf(encoding, mention);
      return start < end && !planned.some((w) => w.start <= start && end <= w.end);
    };
    windows.push(...planned);
    affected.push(
      ...lost,
      ...labelled.unlabelled.map(affect(document, "no word", "dropped")),
      ...learned.filter(isCut).map(affect(document, "no window", "cut")),
    );
  }
  return { documents, encodings, windows, labels, positives, affected };
}

/** Lists a mention of which no piece is left after tokenization, such as one of spaces, or which no window holds. */
function affect(
  { id: documentId }: Document,
  reason: Affected["reason"],
  action: Affected["action"],
) {
  return ({ id: mentionId, type, start, end }: Mention): Affected => ({
    ...{ documentId, mentionId, type, start, end, reason, action },
  });
}

/** Pieces by label id, [labels]; each piece counts once because one window owns it. */
export function countLabels(labels: readonly Int32Array[], labelSet: LabelSet): Float64Array {
  const counts = new Float64Array(labelSet.labels.length);
  for (const document of labels)
    for (const label of document) counts[label] = (counts[label] as number) + 1;
  return counts;
}

/** Labels of neighbouring words, each by its first piece. */
export function transitionsOf(
  { encodings, labels }: Pick<PreparedDocuments, "encodings" | "labels">,
  labelSet: LabelSet,
): Transitions {
  const documents = encodings.map((encoding, d) =>
    firstPieces(encoding).map((piece) => labels[d]?.[piece] as number),
  );
  return countTransitions(documents, labelSet.labels.length);
}
