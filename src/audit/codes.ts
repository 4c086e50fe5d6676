/** The codes of findings: how bad each is, and what to do. docs/audit.md has a section for each. */

/** How bad a finding is: an error spoils results, a warning will show in them, a note is good to know. */
export type Severity = "error" | "warning" | "note";

/** The severities, worst first. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "note"];

/** Severity and advice by code, in the order of reports. */
export const FINDING_CODES = {
  "no-mentions": {
    severity: "error",
    advice: "Check that the annotations lie where the reader looks for them",
  },
  "unusable-type": {
    severity: "error",
    advice: "Rename the type in the corpus",
  },
  leak: {
    severity: "error",
    advice: "Keep all copies of a text in one part: scores on texts that were learned say nothing",
  },
  "content-lost": {
    severity: "warning",
    advice: "Correct these places in the files: what is there is not in any count",
  },
  "reader-problems": {
    severity: "warning",
    advice: "Look at these places in the files: what was read may not be what was meant",
  },
  "one-type": {
    severity: "warning",
    advice: "Annotate a second type, or train one against the rest with --set labels.oneType=allow",
  },
  "type-not-in-train": {
    severity: "warning",
    advice: "Move documents with the type to the training part, or leave the type out",
  },
  "type-not-scored": {
    severity: "warning",
    advice: "Move documents with the type to this part, or do not speak of its scores",
  },
  "type-in-one-document": {
    severity: "warning",
    advice: "Annotate the type in more documents, merge it with another, or leave it out",
  },
  "few-mentions": {
    severity: "warning",
    advice: "Annotate more of the type, merge it with another, or leave it out",
  },
  imbalance: {
    severity: "warning",
    advice: "Train with the objective btl and judge by macro-F1, not micro-F1",
  },
  "merge-types": {
    severity: "warning",
    advice: "Read some mentions of both: merge the types, or tell them apart in the guideline",
  },
  "wide-intervals": {
    severity: "warning",
    advice: "Score on more documents, or by cross-validation, before comparing models by the type",
  },
  "label-conflicts": {
    severity: "warning",
    advice: "Read these places: correct them, or accept that the context decides",
  },
  "probable-misses": {
    severity: "warning",
    advice: "Read these places: training learns a missing annotation as O",
  },
  "near-leak": {
    severity: "warning",
    advice: "Keep near duplicates in one part: scores on them are too high",
  },
  "repeated-texts": {
    severity: "warning",
    advice: "Remove the copies, or see that a split keeps them together",
  },
  "near-duplicates": {
    severity: "warning",
    advice: "Look whether they are versions of one text, and keep them in one part",
  },
  duplicates: {
    severity: "warning",
    advice: "Remove the copies: training counts such a mention once, scores count it twice",
  },
  "blank-edges": {
    severity: "warning",
    advice: "Draw these mentions in without the white space: strict scores compare offsets",
  },
  "inside-words": {
    severity: "warning",
    advice: "Check their offsets: whole words are predicted, so that strict scores count a miss",
  },
  "long-mentions": {
    severity: "warning",
    advice: "Choose longer windows, or annotate shorter spans",
  },
  "unknown-pieces": {
    severity: "warning",
    advice: "Choose an encoder whose vocabulary was made for such text",
  },
  "empty-documents": {
    severity: "warning",
    advice: "Remove them, or check how they were exported",
  },
  overlapping: {
    severity: "note",
    advice:
      "Set labels.overlaps to choose which is learned, or learn all with objective.head=binary",
  },
  discontinuous: {
    severity: "note",
    advice: "Set labels.discontinuous to choose what is learned: their hull, or each part",
  },
  "documents-without-mentions": {
    severity: "note",
    advice: "Check that they were annotated: what nobody has read is learned as O",
  },
  "documents-in-windows": {
    severity: "note",
    advice: "Nothing to do: raretag reads all windows; a tool that truncates would lose text",
  },
  "many-pieces": {
    severity: "note",
    advice: "Try an encoder whose vocabulary was made for such text",
  },
} as const satisfies Readonly<Record<string, { severity: Severity; advice: string }>>;

/** A code of {@link FINDING_CODES}. */
export type FindingCode = keyof typeof FINDING_CODES;

/** Where a code is explained. */
export function anchorOf(code: FindingCode): string {
  return `docs/audit.md#${code}`;
}
