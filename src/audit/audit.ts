/** Findings about a corpus before training: what it holds, and what will be hard. */

import type { Document } from "../corpus/index.js";
import { countFacts, type Facts } from "./facts.js";
import { type Finding, judge } from "./findings.js";

/** The facts and what they mean for training; plain data, `format` names its layout. */
export interface Audit extends Facts {
  readonly format: "raretag-audit-1";
  readonly findings: readonly Finding[];
}

/** Counts what `documents` hold and judges it. Needs no tokenizer and changes nothing. */
export function audit(documents: readonly Document[]): Audit {
  const facts = countFacts(documents);
  return { format: "raretag-audit-1", ...facts, findings: judge(facts) };
}
