/** Findings about a corpus before training: what it holds, and what will be hard. */

import type { Document } from "../corpus/index.js";
import { countFacts, type Facts } from "./facts.js";
import { type Finding, judge } from "./findings.js";

/** The facts and what they mean for training; plain data. */
export interface Audit extends Facts {
  readonly findings: readonly Finding[];
}

/** Counts what `documents` hold and judges it. Needs no tokenizer and changes nothing. */
export function audit(documents: readonly Document[]): Audit {
  const facts = countFacts(documents);
  return { ...facts, findings: judge(facts) };
}
