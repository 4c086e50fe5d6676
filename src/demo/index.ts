/** Room `demo`: a synthetic corpus and a vocabulary for it, so that `npm run demo` needs no data and no network. */
export { type EntryChoice, type GenerateOptions, generateCorpus } from "./generate.js";
export type { DemoType } from "./lexicon.js";
export { demoVocabulary, type VocabularyOptions } from "./vocabulary.js";
