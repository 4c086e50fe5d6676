/** What an audit says, as plain data that text, JSON and HTML are made from. */

import type { Affected, Problem, Relation } from "../corpus/index.js";
import type { FindingCode, Severity } from "./codes.js";

export type { FindingCode, Severity };

/** The parts of a corpus that is split. */
export type PartName = "train" | "dev" | "test";

/** One thing to know before training. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** One sentence with the numbers that justify it; no document text. */
  readonly message: string;
  /** One sentence on what to do. */
  readonly advice: string;
  /** Where the code is explained: `docs/audit.md#code`. */
  readonly anchor: string;
  /** The types that it is about. */
  readonly types?: readonly string[];
  /** How many of what it is about there are. */
  readonly count?: number;
}

/** A place in a document, in UTF-16 units of its text. */
export interface Place {
  readonly document: string;
  /** Where the corpus has parts. */
  readonly part?: PartName;
  readonly start: number;
  readonly end: number;
}

/** A mention with what stands around it; made only when texts are asked for. */
export interface Example extends Place {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

/** Counts of one type. */
export interface TypeSummary {
  readonly mentions: number;
  /** Documents with at least one mention. */
  readonly documents: number;
  /** Passages with at least one mention. */
  readonly passages: number;
  /** Words that its mentions touch; a word in two of them counts once. */
  readonly tokens: number;
  /** Of all mentions, 0 to 1. */
  readonly share: number;
  /** UTF-16 units from the first to the last character of a mention. */
  readonly meanLength: number;
  /** Words that a mention touches. */
  readonly meanTokens: number;
  /** Most words that one mention touches. */
  readonly longestTokens: number;
  /** Mentions of this type that overlap any other. */
  readonly overlapping: number;
  /** Mentions of this type that overlap another, by how they lie; one mention may count under several. */
  readonly overlaps: Readonly<Record<Relation, number>>;
  readonly discontinuous: number;
  /** Mentions that start or end inside of a word. */
  readonly insideWords: number;
  /** Mentions that start or end with white space. */
  readonly blankEdges: number;
  /** Different strings; capitals at the start of words and kinds of white space do not count. */
  readonly strings: number;
  /** With an encoder. */
  readonly pieces?: {
    /** Pieces that its mentions touch, summed over mentions. */
    readonly total: number;
    /** Pieces for each word that its mentions touch. */
    readonly perToken: number;
    /** Most pieces of one mention. */
    readonly longest: number;
    /** Mentions with more pieces than a window holds. */
    readonly longerThanWindow: number;
  };
  /** The most frequent strings, as they are spelled most often; only when texts are asked for. */
  readonly topStrings?: readonly { readonly text: string; readonly count: number }[];
  /** The first mentions of different documents; only when texts are asked for. */
  readonly examples?: readonly Example[];
}

/** How uneven the types are. */
export interface Imbalance {
  /** Mentions of the most frequent type for each of the least frequent; null without mentions. */
  readonly ratio: number | null;
  readonly mostFrequent: string | null;
  readonly leastFrequent: string | null;
  /** Of the shares of types, in nats. */
  readonly entropy: number;
  /** exp(entropy): as many equally frequent types would be as diverse (Hill 1973, order 1). */
  readonly effectiveTypes: number;
}

/** How types meet in what training sees at once. */
export interface Passages {
  /** `windows` of the encoder, or `words`: runs of `length` words, about as long as a window. */
  readonly unit: "windows" | "words";
  /** Pieces of a window with [CLS] and [SEP], or words of a run. */
  readonly length: number;
  readonly count: number;
  /** Passages by how many types they hold: entry n counts those with n types. */
  readonly byTypes: readonly number[];
  readonly meanTypes: number;
  /** A batch of passages drawn at random: BTL makes a copy for each type in it. */
  readonly batch: {
    readonly passages: number;
    /** Expected number of types, exact for draws without replacement. */
    readonly meanTypes: number;
  };
}

/** Two types that occur together. */
export interface Cooccurrence {
  /** In the order of frequency. */
  readonly types: readonly [string, string];
  /** Documents with both. */
  readonly documents: number;
  /** Passages with both. */
  readonly passages: number;
}

/** Overlapping mentions of two types; of one type where both are the same. */
export interface OverlapOfTypes {
  /** `nested`: the outer first; otherwise in alphabetical order. */
  readonly types: readonly [string, string];
  readonly relation: Relation;
  readonly pairs: number;
}

/** What an encoder makes of the texts. */
export interface PieceCounts {
  readonly total: number;
  readonly perToken: number;
  /** Words by how many pieces they have, of documents in all: entry n counts words of n pieces; the last, of n or more. */
  readonly tokensByPieces: readonly number[];
  /** Pieces that the vocabulary does not have ([UNK]). */
  readonly unknown: number;
  /** Pieces of the longest document. */
  readonly longestDocument: number;
  /** Documents that do not fit into one window, so that they are cut into several. */
  readonly documentsInSeveralWindows: number;
  /** Documents longer than the encoder's positions: what reads them without windows loses their end. */
  readonly documentsBeyondEncoder: number;
  /** Mentions that such a cut would lose, wholly or in part. */
  readonly mentionsBeyondEncoder: number;
  /** Pairs of neighbouring windows; each is a cut through a document. */
  readonly cuts: number;
  /** Mentions longer than a window. */
  readonly longMentions: readonly (Place & { readonly type: string; readonly pieces: number })[];
}

/** Counts of a set of documents, as the files have them, before any policy. */
export interface CorpusSummary {
  readonly documents: number;
  readonly mentions: number;
  /** By name, the most frequent first. */
  readonly types: Readonly<Record<string, TypeSummary>>;
  readonly characters: number;
  /** Words: the document's own, else by segmentWords. */
  readonly tokens: number;
  /** Documents whose text is empty or white space. */
  readonly emptyDocuments: number;
  readonly documentsWithoutMentions: number;
  /** Documents whose text another document of the set has too. */
  readonly repeatedTexts: number;
  /** Words of a document. */
  readonly documentTokens: {
    readonly mean: number;
    readonly median: number;
    readonly longest: number;
  };
  readonly discontinuous: number;
  /** Pairs of mentions of one document whose hulls overlap, by how they lie. */
  readonly overlaps: Readonly<Record<Relation, number>>;
  /** The same by types, the most frequent first. */
  readonly overlapsOfTypes: readonly OverlapOfTypes[];
  readonly imbalance: Imbalance;
  readonly passages: Passages;
  /** The most frequent pairs of types, by documents and then passages. */
  readonly cooccurrence: readonly Cooccurrence[];
  /** Pairs of types that `cooccurrence` leaves out. */
  readonly cooccurrenceLeftOut: number;
  /** With an encoder. */
  readonly pieces?: PieceCounts;
}

/** A string that is annotated with different types in different places. */
export interface LabelConflict {
  /** Mentions of the string by type, the most frequent first. */
  readonly counts: Readonly<Record<string, number>>;
  /** One place for each type, in the same order. */
  readonly places: readonly (Place & { readonly type: string })[];
  /** Only when texts are asked for. */
  readonly text?: string;
}

/** A type whose mentions mostly could be of another, more frequent type. */
export interface MergeCandidate {
  readonly type: string;
  readonly into: string;
  /** Mentions of `type`. */
  readonly mentions: number;
  /** Those whose string is annotated as `into` elsewhere, at least as often. */
  readonly sameString: number;
  /** Those on whose span there is a mention of `into` too. */
  readonly sameSpan: number;
}

/** A place that is not annotated though its string mostly is. */
export interface ProbableMiss extends Place {
  /** The type that the string mostly has. */
  readonly type: string;
  /** How often the string is annotated. */
  readonly annotated: number;
  /** How often it stands outside of all mentions. */
  readonly unannotated: number;
  /** Only when texts are asked for. */
  readonly text?: string;
}

/** A document by name. */
export interface DocumentName {
  readonly document: string;
  readonly part?: PartName;
}

/** Two documents of almost the same text. */
export interface NearDuplicate {
  readonly documents: readonly [DocumentName, DocumentName];
  /** Jaccard similarity of their shingles, 0 to 1; 1 of identical texts. */
  readonly similarity: number;
  /** Whether they lie in different parts: a leak. */
  readonly acrossParts: boolean;
}

/** Weights of a class in the loss. */
export interface ClassWeight {
  /** Labelled pieces (words without an encoder) of the training part, after the policies of the recipe. */
  readonly count: number;
  /** `1 - N_c / N`: data-set weights of all token labels and of the recipe `paper`. */
  readonly dataset: number;
  /** Weights inside of the copy of the type under the recipe `small`. */
  readonly small: { readonly positive: number; readonly outside: number };
}

/** Reader's complaints of one code. */
export interface ProblemCount {
  readonly code: Problem["code"];
  readonly count: number;
  /** How many of them cost something of the file. */
  readonly lost: number;
}

/** Everything that an audit says. Holds no document text unless it was asked for. */
export interface AuditReport extends CorpusSummary {
  /** Format of the corpus as it was read. */
  readonly format: string;
  /** Errors first, then warnings, then notes. */
  readonly findings: readonly Finding[];
  /** The same counts for each part, where the corpus is split; what is above counts all documents. */
  readonly parts?: Readonly<Partial<Record<PartName, CorpusSummary>>>;
  /** Folder of the encoder and what is known of it. */
  readonly encoder?: {
    readonly name: string;
    /** Pieces of a window, [CLS] and [SEP] included. */
    readonly windowLength: number;
    readonly windowOverlap: number;
    /** Most pieces that it can take at once. */
    readonly maxPositions: number;
  };
  /** Strings with several types; mentions that share their span with one of another type do not count. */
  readonly conflicts: {
    /** Different strings. */
    readonly strings: number;
    /** Mentions that have another type than their string mostly has. */
    readonly mentions: number;
    /** By pair of types, the most frequent first: strings that have both, and mentions of them of each type. */
    readonly pairs: readonly {
      readonly types: readonly [string, string];
      readonly strings: number;
      readonly mentions: readonly [number, number];
    }[];
    /** The most frequent ones. */
    readonly list: readonly LabelConflict[];
  };
  /** Types that may be better merged, with the evidence. */
  readonly mergeCandidates: readonly MergeCandidate[];
  /** Places where an annotation is probably missing. */
  readonly misses: {
    /** A string must be annotated so often, and at least as often as not, to count. */
    readonly leastAnnotated: number;
    readonly count: number;
    /** By the type that the string mostly has, the most frequent first. */
    readonly byType: Readonly<Record<string, number>>;
    /** All of them, by document and place. */
    readonly list: readonly ProbableMiss[];
  };
  readonly duplicates: {
    /** Documents of identical text in groups of two or more; empty texts do not count. */
    readonly identical: readonly (readonly DocumentName[])[];
    /** Documents of dev and test whose text is also in another part. */
    readonly identicalAcrossParts: number;
    /** From this similarity on two documents are near duplicates. */
    readonly threshold: number;
    /** Pairs that are not identical, the most similar first. */
    readonly near: readonly NearDuplicate[];
    /** Documents of dev and test that have a near duplicate in another part. */
    readonly nearAcrossParts: number;
  };
  /** Class weights, from the training part; null where no word is labelled. */
  readonly weights: {
    readonly unit: "pieces" | "words";
    readonly part: "train" | "all";
    /** All labelled pieces or words. */
    readonly total: number;
    /** Class `O`. */
    readonly outside: { readonly count: number; readonly dataset: number };
    readonly types: Readonly<Record<string, ClassWeight>>;
  } | null;
  /** What scores can say: widths of the 95 % Wilson interval of a recall of one half, where it is widest. */
  readonly intervals: {
    /** Whose mentions are counted: a part, or `expected` where there is none: a dev part of `share` of all. */
    readonly of: "test" | "dev" | "expected";
    readonly share?: number;
    /** Smallest support with an interval of at most `usefulWidth`. */
    readonly smallestSupport: number;
    readonly usefulWidth: number;
    /** For a plot: width by support, increasing. */
    readonly curve: readonly { readonly support: number; readonly width: number }[];
    readonly types: Readonly<Record<string, { readonly support: number; readonly width: number }>>;
  };
  readonly problemCounts: readonly ProblemCount[];
  /** Everything that the reader found odd. */
  readonly problems: readonly Problem[];
  /** What the reader decided or left aside. */
  readonly notices: readonly string[];
  /** Mentions that flat labels cannot hold as they are, and what becomes of them under the default policies. */
  readonly affected: readonly Affected[];
}
