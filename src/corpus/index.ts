/** Room `corpus`: documents and their mentions, formats, splits, flat mentions. */
export {
  type Annotations,
  byId,
  type Document,
  type Mention,
  PROBLEM_CODES,
  type Problem,
  spansOf,
} from "./document.js";
export { CorpusError } from "./error.js";
export { fingerprint, shortFingerprint } from "./fingerprint.js";
export { FEATURES, type Feature, type Format, PSEUDO_DOCUMENTS } from "./format.js";
export { type ScoredMention, writeJsonl } from "./formats/jsonl.js";
export { segmentWords } from "./formats/wordTags.js";
export { FORMATS, formatNamed } from "./formatTable.js";
export { type Grouping, type GroupSource, groupDocuments } from "./groups.js";
export { countLosses, describeLosses, featuresOf, type Losses } from "./losses.js";
export { type NearDuplicates, nearDuplicates } from "./nearDuplicates.js";
export * from "./overlap.js";
export {
  type Corpus,
  type OpenCorpus,
  openCorpus,
  placeOf,
  type ReadOptions,
  readCorpus,
  readTexts,
  streamTexts,
} from "./readCorpus.js";
export {
  type NamedSplit,
  namedSplit,
  type OneSided,
  type Split,
  type SplitNames,
  splitByDocument,
  splitIntoFolds,
} from "./split.js";
export { type CorpusChanges, compareWithFingerprints, describeChanges } from "./splitChanges.js";
export { formatSplitFile, parseSplitFile, type SplitFile, type SplitMade } from "./splitFile.js";
export { type Parts, planSplits, type SplitPlan } from "./splitPlan.js";
export { countTypes, typesOf } from "./types.js";
export { writeCorpus } from "./writeCorpus.js";
