/** Room `evaluation`: scores of tokens and of mentions, lists of errors, tables. */

export type { ClassSequence } from "./classSequence.js";
export { type CountedScore, type CountsByName, countedScore } from "./countedScore.js";
export { type DiscontinuousReport, scoreDiscontinuous } from "./discontinuous.js";
export {
  type CountsByType,
  countDocuments,
  type TypeCounts,
  UNITS,
  type Unit,
} from "./documentCounts.js";
export { EvaluationError } from "./error.js";
export {
  type Confusion,
  countConfusions,
  type ErrorMention,
  type ErrorRow,
  listErrors,
} from "./errors.js";
export type { ExactCounts } from "./exactCounts.js";
export { MENTION_MODES, type MentionMode } from "./matching.js";
export { type MentionReport, type MentionScore, scoreMentions } from "./mentions.js";
export { PAPER_SUPPORT, type PaperReport, scoreAsPaper } from "./paper.js";
export {
  type EvaluationReport,
  evaluate,
  type ScoredDocument,
  type TokenClasses,
} from "./report.js";
export { type RunReport, scoreRuns } from "./runs.js";
export type { MeanScore, Score, ScoresByType } from "./score.js";
export { type AverageScore, scoreTags, type TagReport } from "./seqeval.js";
export { type ClassShare, classShares } from "./shares.js";
export { renderReport, renderScores, type ScoreTable } from "./table.js";
export { entitiesOf, type TagReading } from "./tags.js";
export { scoreTokens, type TokenReport } from "./tokens.js";
export type { MentionPair, TypedSpan } from "./typedSpan.js";
