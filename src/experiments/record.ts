/** The record of a run: everything that its result is, as plain data that is written once. */

import type { Config } from "../config/index.js";
import type { CountsByType, Unit } from "../evaluation/index.js";

/** Version of the format of records. */
export const RECORD_FORMAT = 1;

/** What a run leaves. Two runs of the same {@link RunRecord.id} leave the same, byte for byte. */
export interface RunRecord {
  readonly format: typeof RECORD_FORMAT;
  /** Hash of everything that can change the result, 64 hex digits. */
  readonly id: string;
  readonly config: Config;
  readonly versions: { readonly raretag: string; readonly engine: string };
  /** What it learned from and was scored on. */
  readonly material: Material;
  /** Fingerprint of each document of the test part, in the order of all counts. */
  readonly documents: readonly string[];
  /** Support in the training part by type of the model, in alphabetical order. */
  readonly training: Readonly<Record<string, TrainingSupport>>;
  /** Pieces of the training part without a type. */
  readonly outside: number;
  readonly plan: {
    readonly steps: number;
    readonly windows: number;
    readonly learningRate: number;
  };
  readonly epochs: readonly EpochRecord[];
  /** Epoch whose weights were scored. */
  readonly epoch: number;
  /** Scores of the test part, by name of the decoder. */
  readonly decoders: Readonly<Record<string, DecoderRecord>>;
}

/** Documents of each part, by their fingerprints. */
export interface Material {
  readonly train: string;
  readonly dev: string | null;
  readonly test: string;
  readonly encoder: string;
  readonly sizes: { readonly train: number; readonly dev: number; readonly test: number };
}

/** How much there was to learn a type from. */
export interface TrainingSupport {
  readonly mentions: number;
  readonly pieces: number;
}

/** One pass over the training part. */
export interface EpochRecord {
  readonly epoch: number;
  /** Mean loss of its steps. */
  readonly loss: number;
  /** Score of the dev part that chooses the epoch, where there is a dev part. */
  readonly selection: number | null;
}

/** What one decoder makes of the trained model. */
export interface DecoderRecord {
  readonly scores: Scores;
  /** By unit and type, `[documents]` each. */
  readonly counts: Readonly<Record<Unit, CountsByType>>;
  /** Of the words of the test part, by class, `O` first, then the types of the model, then those only in the gold. */
  readonly shares: Readonly<Record<string, ClassProbability>>;
  readonly calibration: CalibrationRecord;
}

/** The scores that studies compare; null without a type to score. */
export interface Scores {
  readonly unweightedAccuracy: number | null;
  readonly macroF1: number | null;
  readonly microF1: number | null;
  readonly mentionMicroF1: number;
  readonly mentionMacroF1: number | null;
  readonly runMicroF1: number;
}

/** How often a class is there, how often it was predicted, and the mean probability that it was given. */
export interface ClassProbability {
  readonly gold: number;
  readonly predicted: number;
  readonly probability: number;
}

/** Whether the probabilities of words mean what they say. */
export interface CalibrationRecord {
  /** Of the class that was predicted: words by probability in bins of equal width. */
  readonly bins: readonly ReliabilityCounts[];
  readonly ece: number;
  readonly brier: number;
  /** Of each type against all else. */
  readonly types: Readonly<Record<string, { readonly ece: number; readonly brier: number }>>;
}

/** A bin: how many words, their mean probability, and how many were right. */
export interface ReliabilityCounts {
  readonly words: number;
  readonly probability: number | null;
  readonly right: number;
}

/** What a run cost, which differs from run to run and is kept apart. */
export interface RunCost {
  readonly id: string;
  readonly seconds: { readonly training: number; readonly scoring: number };
  /** Of the process, bytes. */
  readonly peakMemory: number;
  readonly machine: string;
  readonly at: string;
}
