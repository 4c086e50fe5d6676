/** `raretag audit`: what a corpus holds and what will be hard, before training on it. */
import { audit, renderAudit } from "../audit/index.js";
import { flatten, readCorpus } from "../corpus/index.js";
import type { Io } from "./io.js";

/** Flags of `raretag audit`. */
export interface AuditOptions {
  readonly corpus: string;
  readonly corpusFormat?: string;
  readonly json?: true;
}

/**
 * Prints the findings about a corpus. As JSON they come with every odd line, and with every mention that
 * flat labels cannot hold as it is and what becomes of it under the default policies.
 */
export async function runAudit(options: AuditOptions, io: Io): Promise<void> {
  const { corpus, corpusFormat, json } = options;
  const { documents, problems, notices, format } = await readCorpus(corpus, {
    format: corpusFormat ?? "auto",
  });
  const result = audit(documents);
  const affected = documents.flatMap((document) => flatten(document).affected);
  if (json) {
    io.stdout(`${JSON.stringify({ format, ...result, notices, problems, affected }, null, 2)}\n`);
    return;
  }
  io.stdout(renderAudit(result));
  for (const notice of notices) io.stdout(`info: ${notice}\n`);
  for (const { source, line, message } of problems)
    io.stdout(`warning: ${source}:${line}: ${message}\n`);
  if (affected.length > 0)
    io.stdout(`info: --json lists the ${affected.length} mentions that flat labels change\n`);
}
