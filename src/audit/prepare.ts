/** Documents measured one by one: what later counts need of words and pieces, in compact form. */

import type { Span } from "../core/index.js";
import { type Affected, type Document, flatten, type Mention, spansOf } from "../corpus/index.js";
import { type LabelSet, labelPieces } from "../labels/index.js";
import { type Encoding, piecesOf, planWindows } from "../tokenizer/index.js";
import type { PartName, Place } from "./report.js";
import type { StringId, StringTable } from "./strings.js";
import { tokensOf } from "./words.js";

/** An encoder as far as an audit needs one. */
export interface AuditEncoder {
  /** As the report names it. */
  readonly name: string;
  /** Pieces of a document, whose words are the document's own where it has any. */
  readonly encode: (document: Document) => Promise<Encoding>;
  /** Id of the piece that stands for what the vocabulary does not have. */
  readonly unkId: number;
  /** Most pieces that the encoder takes at once, [CLS] and [SEP] included. */
  readonly maxPositions: number;
  readonly windows: { readonly length: number; readonly overlap: number };
}

/** A document and its measures. */
export interface PreparedDocument {
  readonly document: Document;
  readonly part?: PartName;
  /** Words that count as tokens. */
  readonly tokens: Encoding;
  /** Words that strings are made of. */
  readonly words: Encoding;
  /** Of each mention; undefined where it has no word. */
  readonly strings: readonly (StringId | undefined)[];
  /** First UTF-16 unit of each passage, from 0; a passage goes to the start of the next. */
  readonly passages: Int32Array;
  readonly pieces?: DocumentPieces;
}

/** What an encoder makes of one document. */
export interface DocumentPieces {
  readonly total: number;
  readonly unknown: number;
  /** Pieces that each mention touches, `[mentions]`. */
  readonly ofMentions: Int32Array;
  /** Pieces from the first to the last of each mention, what lies between its parts included, `[mentions]`. */
  readonly ofHulls: Int32Array;
  /** Number of pieces of words: entry n counts words of n pieces, the last of n or more. */
  readonly tokensByPieces: Int32Array;
  readonly windows: number;
  /** Whether it is longer than what the encoder takes at once. */
  readonly beyondEncoder: boolean;
  /** Mentions that a cut at the encoder's limit would lose or cut. */
  readonly mentionsBeyond: number;
}

/** Words of a passage where no encoder says how long a window is: 256 pieces of about 1.4 a word. */
export const PASSAGE_WORDS = 180;
/** Words of so many pieces or more are counted together. */
const MOST_PIECES = 10;
/** [CLS] and [SEP]. */
const SPECIAL_PIECES = 2;

/** What preparing shares between documents. */
export interface PrepareContext {
  readonly strings: StringTable;
  readonly labelSet: LabelSet;
  readonly encoder?: AuditEncoder | undefined;
  /** Told the label of each piece, or of each word without an encoder, under the default policies. */
  readonly onLabels: (labels: Int32Array, part: PartName | undefined) => void;
  readonly onAffected: (affected: readonly Affected[]) => void;
}

/** Measures one document. */
export async function prepareDocument(
  document: Document,
  part: PartName | undefined,
  { strings, labelSet, encoder, onLabels, onAffected }: PrepareContext,
): Promise<PreparedDocument> {
  const { text, mentions } = document;
  const words = strings.wordsOf(text);
  const tokens = document.words ? tokensOf(document) : words;
  const flat = flatten(document);
  onAffected(flat.affected);
  const encoding = await encoder?.encode(document);
  onLabels(
    labelPieces({ encoding: encoding ?? tokens, mentions: flat.mentions, labelSet }).labelIds,
    part,
  );
  return {
    document,
    ...(part ? { part } : {}),
    ...{ words, tokens },
    strings: mentions.map((mention) => strings.add(text, mention)),
    ...(encoder && encoding
      ? measurePieces(document, { encoder, encoding, tokens, protectedSpans: flat.mentions })
      : { passages: tokens.starts.filter((_, i) => i % PASSAGE_WORDS === 0) }),
  };
}

function measurePieces(
  { text, mentions }: Document,
  {
    encoder: { windows: settings, unkId, maxPositions },
    encoding,
    tokens,
    protectedSpans,
  }: {
    readonly encoder: AuditEncoder;
    readonly encoding: Encoding;
    readonly tokens: Encoding;
    readonly protectedSpans: readonly Mention[];
  },
): Required<Pick<PreparedDocument, "passages" | "pieces">> {
  const total = encoding.ids.length;
  const limit = maxPositions - SPECIAL_PIECES;
  const windows = planWindows(encoding, { ...settings, text, document: 0, protectedSpans });
  const runs = mentions.map((mention) => piecesOf(encoding, mention));
  return {
    passages: Int32Array.from(windows, ({ ownedStart }) => encoding.starts[ownedStart] as number),
    pieces: {
      total,
      unknown: encoding.ids.reduce((count, id) => count + (id === unkId ? 1 : 0), 0),
      ofMentions: Int32Array.from(mentions, (mention) =>
        spansOf(mention).reduce((count, span) => count + lengthOf(piecesOf(encoding, span)), 0),
      ),
      ofHulls: Int32Array.from(runs, lengthOf),
      tokensByPieces: countByPieces(tokens, encoding),
      windows: windows.length,
      beyondEncoder: total > limit,
      mentionsBeyond: runs.filter(({ end }) => end > limit).length,
    },
  };
}

const lengthOf = ({ start, end }: { readonly start: number; readonly end: number }) => end - start;

/** Words by the number of pieces that start in them. */
function countByPieces(tokens: Encoding, { starts }: Encoding): Int32Array {
  const counts = new Int32Array(MOST_PIECES + 1);
  let piece = 0;
  for (const [token, start] of tokens.starts.entries()) {
    while (piece < starts.length && (starts[piece] as number) < start) piece++;
    const first = piece;
    while (piece < starts.length && (starts[piece] as number) < (tokens.ends[token] as number))
      piece++;
    const entry = Math.min(piece - first, MOST_PIECES);
    counts[entry] = (counts[entry] as number) + 1;
  }
  return counts;
}

/** Where a span of a document is, as reports name it. */
export function placeOf({ document, part }: PreparedDocument, { start, end }: Span): Place {
  return { document: document.id, ...(part ? { part } : {}), start, end };
}
