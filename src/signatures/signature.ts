/** A failure signature: a known way in which training goes wrong, and the numbers that show it. */

/** How bad it is: a warning spoils what the model is for, a note says what its scores cannot. */
export type Severity = "warning" | "note";

/** Every signature and what it means. docs/failures.md has a section for each. */
export const SIGNATURES = {
  "split-without-type": "a type is in only one part of the corpus",
  "small-dev": "the dev part is too small to choose an epoch by",
  "all-outside": "hardly any word gets a type",
  overweighted: "rare types are found everywhere",
  overfitting: "rare types are known by heart and not recognised elsewhere",
  outvoted: "a type has too few training pieces for a majority of the neighbours",
  "lost-majority": "a frequent type is worse than under the baseline, beyond chance",
} as const satisfies Readonly<Record<string, string>>;

/** A key of {@link SIGNATURES}. */
export type SignatureCode = keyof typeof SIGNATURES;

/** One failure, found in the numbers of a run. */
export interface Signature {
  readonly code: SignatureCode;
  readonly severity: Severity;
  /** One sentence with its numbers and without a full stop; names of types and parts, never text of documents. */
  readonly message: string;
  /** What to do, without a full stop. */
  readonly advice: string;
  /** The numbers of the message, by name. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The types that it is about. */
  readonly types?: readonly string[];
}

/** A signature as a line for people. */
export function lineOf({ severity, message, advice }: Signature): string {
  return `${severity}: ${message}. ${advice}.`;
}
