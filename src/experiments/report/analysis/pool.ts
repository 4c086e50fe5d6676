/** Counts of several repetitions as one: a document that was scored several times is one document still. */

import type { TypeCounts, Unit } from "../../../evaluation/index.js";
import { UNITS } from "../../../evaluation/index.js";
import type { DecoderRecord, RunRecord } from "../../record.js";
import type { SystemCounts } from "./scores.js";

/** What one repetition counted. */
export interface CountedRun {
  readonly documents: RunRecord["documents"];
  readonly counts: DecoderRecord["counts"];
}

/** Sums counts by document, in the order in which documents come. */
export function poolCounts(runs: readonly CountedRun[]): SystemCounts {
  const places = new Map<string, number>();
  const repeats: number[] = [];
  const rows = runs.map(({ documents }) =>
    documents.map((fingerprint) => {
      const text = textOf(fingerprint);
      const place = places.get(text) ?? places.size;
      places.set(text, place);
      repeats[place] = (repeats[place] ?? 0) + 1;
      return place;
    }),
  );
  const unit = (name: Unit) => {
    const byType = new Map<string, Record<keyof TypeCounts, number[]>>();
    const zeros = () => new Array<number>(places.size).fill(0);
    runs.forEach(({ counts }, run) => {
      for (const [type, ofType] of Object.entries(counts[name])) {
        const sums = byType.get(type) ?? { gold: zeros(), predicted: zeros(), correct: zeros() };
        byType.set(type, sums);
        for (const what of ["gold", "predicted", "correct"] as const)
          ofType[what].forEach((value, d) => {
            const place = rows[run]?.[d] as number;
            sums[what][place] = (sums[what][place] as number) + value;
          });
      }
    });
    return Object.fromEntries([...byType].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const [words, mentions, runsOfWords] = UNITS.map(unit);
  return {
    ...{ documents: [...places.keys()], repeats },
    counts: { words: words ?? {}, mentions: mentions ?? {}, runs: runsOfWords ?? {} },
  };
}

/** The part of a fingerprint that is the text's: a document whose labels were redrawn is the same one still. */
function textOf(fingerprint: string): string {
  return fingerprint.split("-", 1)[0] as string;
}
