/** Room `corpus`: documents and their mentions, readers and writers, splits, flat mentions. */
export { annotationConf, type BratDocument, parseBrat, writeBrat } from "./brat.js";
export {
  type ConllDocuments,
  type ConllOptions,
  DOCUMENT_UNITS,
  type DocumentUnit,
  parseConll,
} from "./conll.js";
export { byId, type Document, type Mention, type Problem, spansOf } from "./document.js";
export { CorpusError } from "./error.js";
export {
  type Corpus,
  type ReadOptions,
  readCorpus,
  readTexts,
  writeBratFolder,
} from "./files.js";
export { fingerprint } from "./fingerprint.js";
export { parseJsonl, type ScoredMention, writeJsonl } from "./jsonl.js";
export { CORPUS_FORMATS, type CorpusFormat } from "./listing.js";
export * from "./overlap.js";
export {
  type NamedSplit,
  namedSplit,
  type OneSided,
  type Split,
  type SplitNames,
  splitByDocument,
  splitIntoFolds,
} from "./split.js";
export { TAG_SCHEMES, type TagScheme } from "./tags.js";
export { segmentWords, type WriteConllOptions, writeConll } from "./writeConll.js";
