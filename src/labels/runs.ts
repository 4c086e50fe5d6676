/** Joins the labels of neighbouring units to mentions, and repairs what no scheme allows. */

import { type LabelSet, prefixOf, typeIndexOf } from "./labelSet.js";

/**
 * What becomes of labels that the scheme does not allow. `conlleval`: a mention starts wherever it can, so
 * an I without a B starts one and an E need not come (the CoNLL script; seqeval's default).
 * `discard`: only well-formed mentions count (seqeval's strict mode). Without effect on `io`.
 */
export type Repair = "conlleval" | "discard";

/** The repair rules, the default first. */
export const REPAIRS: readonly Repair[] = ["conlleval", "discard"];

/** A mention as units [start, end). */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly typeIndex: number;
}

/**
 * Finds the mentions in a sequence of labels. In `io` a run of one type is a mention.
 * @param labelIds of the units in order; {@link IGNORED} is read as `O`
 * @param hidesEnds whether a unit may hide the end of a mention (a word, whose last piece has the E),
 * so that `discard` cannot ask for it
 * @see Tjong Kim Sang & Buchholz 2000 (conlleval); Nakayama 2018 (seqeval)
 */
export function findRuns(
  labelIds: ArrayLike<number>,
  { labelSet, repair, hidesEnds }: { labelSet: LabelSet; repair: Repair; hidesEnds: boolean },
): Run[] {
  const { scheme } = labelSet;
  const runs: Run[] = [];
  for (let start = 0, end = 0; start < labelIds.length; start = end) {
    const first = labelIds[start] as number;
    const typeIndex = typeIndexOf(labelSet, first);
    end = start + 1;
    if (typeIndex < 0) continue;
    while (end < labelIds.length && continues(labelSet, labelIds[end - 1], labelIds[end])) end++;
    const starts = prefixOf(labelSet, first) === "B" || prefixOf(labelSet, first) === "S";
    const last = prefixOf(labelSet, labelIds[end - 1] as number);
    const ends = scheme !== "bioes" || hidesEnds || last === "E" || last === "S";
    if (repair === "conlleval" || scheme === "io" || (starts && ends))
      runs.push({ start, end, typeIndex });
  }
  return runs;
}

/** Whether a label goes on with the mention of the label before, which is not `O`. */
function continues(labelSet: LabelSet, before = 0, label = 0): boolean {
  if (typeIndexOf(labelSet, label) !== typeIndexOf(labelSet, before)) return false;
  const prefix = prefixOf(labelSet, label);
  const prefixBefore = prefixOf(labelSet, before);
  return (prefix === "I" || prefix === "E") && (prefixBefore === "B" || prefixBefore === "I");
}
