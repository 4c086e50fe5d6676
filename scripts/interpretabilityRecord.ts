/** What scripts/interpretability.ts keeps of a model: numbers by document and mention, and no text. */

/** Blanking words out, see `measureFaithfulness`. */
export interface FaithfulnessRecord {
  readonly comprehensiveness: number;
  readonly sufficiency: number;
  readonly chanceComprehensiveness: number;
  readonly chanceSufficiency: number;
}

/** One mention that was explained. */
export interface MentionRecord {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  /** Words of the mention, and of all that the model read with it. */
  readonly words: number;
  readonly context: number;
  readonly probability: number;
  /** |gap| / |value - baseline value| of the path. */
  readonly gap: number;
  /** Share of the positive attribution inside of the mention. */
  readonly inside: number | null;
  /** Whether the word with the largest attribution is of the mention. */
  readonly top: boolean;
  /** Share of the neighbours with the type. */
  readonly neighbours: number;
  /** By pool; null for a text that is nothing but the mention. */
  readonly all: FaithfulnessRecord | null;
  readonly outside: FaithfulnessRecord | null;
}

/** Words that argmax gives a type: how many, their neighbours of that type (a sum of shares), and those that KNN calls alike. */
export interface WordsRecord {
  readonly words: number;
  readonly neighbours: number;
  readonly sameVote: number;
}

/** One document of the test part. */
export interface DocumentRecord {
  readonly id: string;
  /** Mentions of which all words are given the right type by every model of the study. */
  readonly eligible: number;
  readonly right: WordsRecord;
  readonly wrong: WordsRecord;
  /** In the order in which they were drawn. */
  readonly mentions: readonly MentionRecord[];
}

/** What must be the same for records to be compared, and for a record to be gone on with. */
export interface StudySettings {
  /** SHA-256 of the test documents. */
  readonly test: string;
  /** SHA-256 of every model, by name: mentions are those that all of them have right. */
  readonly models: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly steps: number;
  readonly shares: readonly number[];
}

/** A file of docs/studies/interpretability. */
export interface InterpretabilityRecord {
  readonly name: string;
  readonly raretag: string;
  readonly objective: string;
  readonly settings: StudySettings;
  readonly documents: readonly DocumentRecord[];
  /** Processor seconds of this model so far. */
  readonly processorSeconds: number;
}
