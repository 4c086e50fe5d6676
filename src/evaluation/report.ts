/** Composes everything that `raretag evaluate --out` writes. */

import type { ClassSequence } from "./classSequence.js";
import { type DiscontinuousReport, scoreDiscontinuous } from "./discontinuous.js";
import { MENTION_MODES, type MentionMode } from "./matching.js";
import { type MentionReport, scoreMentions } from "./mentions.js";
import { type PaperReport, scoreAsPaper } from "./paper.js";
import { type RunReport, scoreRuns } from "./runs.js";
import { type ClassShare, classShares } from "./shares.js";
import { scoreTokens, type TokenReport } from "./tokens.js";
import type { TypedSpan } from "./typedSpan.js";

/** Gold and predicted classes of tokens: 0 is `O`, k the k-th type; equal lengths. */
export interface TokenClasses {
  readonly gold: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
}

/** One document as annotated and as predicted. */
export interface ScoredDocument {
  readonly document: string;
  /** All annotated mentions, nested and discontinuous ones too. */
  readonly gold: readonly TypedSpan[];
  readonly predicted: readonly TypedSpan[];
  /** Words, by their first piece. */
  readonly words: TokenClasses;
  readonly pieces: TokenClasses;
}

/** The file that `evaluate --out` writes. */
export interface EvaluationReport {
  /** How labels were chosen from logits, e.g. `argmax`. */
  readonly decode: string;
  readonly documents: number;
  readonly tokens: TokenReport;
  readonly pieces: TokenReport;
  readonly mentions: Readonly<Record<MentionMode, MentionReport>> & {
    readonly discontinuous: DiscontinuousReport;
  };
  readonly runs: RunReport;
  /** The published variant of the scores of words. */
  readonly paper: PaperReport;
  readonly shares: {
    readonly words: Readonly<Record<string, ClassShare>>;
    readonly pieces: Readonly<Record<string, ClassShare>>;
  };
}

/**
 * Scores documents in every way.
 * @param types names of classes 1, 2, ...: those of the model, then those that only the gold has
 * @throws EvaluationError naming the document, if lengths differ or a class has no type
 */
export function evaluate(
  documents: readonly ScoredDocument[],
  { types, decode }: { readonly types: readonly string[]; readonly decode: string },
): EvaluationReport {
  const words = documents.map(({ document, words }): ClassSequence => ({ document, ...words }));
  const pieces = documents.map(({ document, pieces }): ClassSequence => ({ document, ...pieces }));
  const tokens = scoreTokens(words, types);
  const modes = Object.fromEntries(
    MENTION_MODES.map((mode) => [mode, scoreMentions(documents, mode)]),
  ) as Record<MentionMode, MentionReport>;
  return {
    decode,
    documents: documents.length,
    tokens,
    pieces: scoreTokens(pieces, types),
    mentions: { ...modes, discontinuous: scoreDiscontinuous(documents) },
    runs: scoreRuns(words, types),
    paper: scoreAsPaper(tokens.perType),
    shares: { words: classShares(words, types), pieces: classShares(pieces, types) },
  };
}
