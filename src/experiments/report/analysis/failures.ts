/** The failure signatures of the runs of a corpus, gathered by system. */

import type { SignatureCode } from "../../../signatures/index.js";
import { recordSignatures } from "../../recordSignatures.js";
import type { SystemPair } from "./comparisons.js";
import { doneOf, type System } from "./systems.js";

/** A signature of a system. */
export interface Failure {
  readonly system: string;
  readonly code: SignatureCode;
  /** Runs that show it, of those that are there. */
  readonly runs: number;
  readonly of: number;
  /** What the first of them says, with its numbers. */
  readonly message: string;
}

/** Looks at every run; a system that has a baseline beside its runs there. */
export function findFailures(
  systems: readonly System[],
  pairs: readonly SystemPair[],
): readonly Failure[] {
  return systems.flatMap((system) => {
    const baseline = pairs.find((pair) => pair.system === system)?.baseline;
    const context = baseline && {
      baselines: doneOf(baseline).map(({ record }) => record),
      baselineDecoder: baseline.decoder,
    };
    const done = doneOf(system);
    const found = new Map<SignatureCode, { runs: number; message: string }>();
    for (const { record } of done) {
      const shown = recordSignatures(record, context).filter(
        ({ decoder }) => decoder === null || decoder === system.decoder,
      );
      for (const code of new Set(shown.map((signature) => signature.code))) {
        const first = shown.find((signature) => signature.code === code)?.message ?? "";
        const before = found.get(code) ?? { runs: 0, message: first };
        found.set(code, { ...before, runs: before.runs + 1 });
      }
    }
    return [...found].map(([code, { runs, message }]) => ({
      ...{ system: system.name, code, runs, of: done.length, message },
    }));
  });
}
