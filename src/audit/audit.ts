/** An audit: what a corpus holds, and what will be hard, before training on it. */

import { type Affected, type Document, type Problem, typesOf } from "../corpus/index.js";
import { findConflicts } from "./conflicts.js";
import { findDuplicates } from "./duplicates.js";
import { judge } from "./findings.js";
import { describeIntervals } from "./intervals.js";
import { findMergers } from "./merging.js";
import { findMisses } from "./misses.js";
import { type AuditEncoder, type PreparedDocument, prepareDocument } from "./prepare.js";
import { withQuotes } from "./quotes.js";
import type { AuditReport, PartName, ProblemCount } from "./report.js";
import { countStrings } from "./stringCounts.js";
import { createStringTable } from "./strings.js";
import { rankTypes, summarize } from "./summary.js";
import { labelsOf, weightsOf } from "./weights.js";

/** What is audited: a corpus as it was read. */
export interface AuditedCorpus {
  readonly format: string;
  /** Documents with the part that each is in; ids are unique within a part. */
  readonly documents: readonly { readonly document: Document; readonly part?: PartName }[];
  readonly problems?: readonly Problem[];
  readonly notices?: readonly string[];
}

/** How to audit. */
export interface AuditOptions {
  /** For counts of pieces and windows; without it words are counted. */
  readonly encoder?: AuditEncoder | undefined;
  /** Puts texts of mentions into the report; they are private. */
  readonly withText?: boolean | undefined;
  /** Told what is being done and, of measuring, how many documents are done. */
  readonly onProgress?: ((what: string, done?: number) => void) | undefined;
}

/** The share of a dev part where none is given: that of the recipe `small`. */
const DEV_SHARE = 0.15;
/** Order of the parts in reports. */
const PARTS: readonly PartName[] = ["train", "dev", "test"];

/** Counts what a corpus holds and judges it. Changes nothing, and throws nothing over what it finds. */
export async function audit(
  corpus: AuditedCorpus,
  { encoder, withText = false, onProgress = () => {} }: AuditOptions = {},
): Promise<AuditReport> {
  const strings = createStringTable();
  const labelSet = labelsOf(typesOf(corpus.documents.map(({ document }) => document)));
  const split = corpus.documents.some(({ part }) => part !== undefined);
  const counts = new Float64Array(labelSet.labels.length);
  const affected: Affected[] = [];
  const prepared: PreparedDocument[] = [];
  for (const { document, part } of corpus.documents) {
    onProgress("measuring documents", prepared.length);
    prepared.push(
      await prepareDocument(document, part, {
        ...{ strings, labelSet, encoder },
        onLabels: (labels, of) => {
          if (split && of !== "train") return;
          for (const label of labels) counts[label] = (counts[label] as number) + 1;
        },
        onAffected: (more) => {
          for (const one of more) affected.push(one);
        },
      }),
    );
  }
  onProgress("counting types");
  const all = summarize(prepared, encoder);
  const parts = split ? summarizeParts(prepared, encoder) : undefined;
  onProgress("comparing strings");
  const stringCounts = countStrings(prepared);
  const conflicts = findConflicts(prepared, stringCounts, { withText });
  onProgress("looking for misses");
  const misses = findMisses(prepared, { strings, counts: stringCounts, withText });
  onProgress("comparing documents");
  const duplicates = findDuplicates(prepared);
  const problems = corpus.problems ?? [];
  const report: Omit<AuditReport, "findings"> = {
    format: corpus.format,
    ...all,
    ...(withText ? { types: withQuotes(all.types, prepared) } : {}),
    ...(parts ? { parts } : {}),
    ...(encoder ? { encoder: describeEncoder(encoder) } : {}),
    ...{ conflicts, mergeCandidates: findMergers(prepared, stringCounts), misses, duplicates },
    weights: weightsOf(counts, {
      ...{ labelSet, unit: encoder ? "pieces" : "words", part: split ? "train" : "all" },
    }),
    intervals: intervalsOf(all, parts),
    problemCounts: countProblems(problems),
    ...{ problems, notices: corpus.notices ?? [], affected },
  };
  return { ...report, findings: judge(report) };
}

function describeEncoder({
  name,
  maxPositions,
  windows,
}: AuditEncoder): NonNullable<AuditReport["encoder"]> {
  const { length: windowLength, overlap: windowOverlap } = windows;
  return { name, maxPositions, windowLength, windowOverlap };
}

function summarizeParts(
  prepared: readonly PreparedDocument[],
  encoder: AuditEncoder | undefined,
): NonNullable<AuditReport["parts"]> {
  return Object.fromEntries(
    PARTS.map((name) => [name, prepared.filter(({ part }) => part === name)] as const)
      .filter(([, documents]) => documents.length > 0)
      .map(([name, documents]) => [name, summarize(documents, encoder)]),
  );
}

/** Intervals by the support in the test part, else the dev part, else what a dev part may be expected to hold. */
function intervalsOf(
  all: Pick<AuditReport, "types">,
  parts: AuditReport["parts"],
): AuditReport["intervals"] {
  const of = parts?.test ? "test" : parts?.dev ? "dev" : undefined;
  const supportOf = (type: string, mentions: number) =>
    of ? (parts?.[of]?.types[type]?.mentions ?? 0) : Math.round(DEV_SHARE * mentions);
  return describeIntervals(
    new Map(rankTypes(all).map(([type, { mentions }]) => [type, supportOf(type, mentions)])),
    of ? { of } : { of: "expected", share: DEV_SHARE },
  );
}

function countProblems(problems: readonly Problem[]): ProblemCount[] {
  const counts = new Map<Problem["code"], { count: number; lost: number }>();
  for (const { code, lost } of problems) {
    const of = counts.get(code) ?? { count: 0, lost: 0 };
    counts.set(code, { count: of.count + 1, lost: of.lost + (lost ? 1 : 0) });
  }
  return Array.from(counts, ([code, of]) => ({ code, ...of })).sort((a, b) => b.count - a.count);
}
