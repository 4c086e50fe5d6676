/** `raretag audit`: what a corpus holds and what will be hard, before training on it. */
import {
  type AuditEncoder,
  type AuditReport,
  audit,
  renderAudit,
  renderPage,
  SEVERITIES,
  type Severity,
} from "../audit/index.js";
import { version, writeAtomically } from "../core/index.js";
import { type AuditDataOptions, readAuditData } from "./auditData.js";
import { loadAuditEncoder } from "./auditEncoder.js";
import { CheckFailed } from "./error.js";
import { type Io, noticesOn } from "./io.js";
import { checkOutputFile } from "./outputFile.js";
import { linesOfProblems } from "./problems.js";
import { type SlowWork, showSlowWork } from "./slowWork.js";

/** Flags of `raretag audit`. */
export interface AuditOptions extends AuditDataOptions {
  readonly encoder?: string;
  readonly json?: true;
  readonly html?: string;
  readonly withText?: true;
  readonly failOn?: Severity;
  readonly overwrite?: true;
}

/**
 * Prints what there is to know about a corpus. As JSON it comes with every odd line, and with every mention that
 * flat labels cannot hold as it is and what becomes of it under the default policies.
 * @throws CheckFailed if there is a finding as bad as `failOn`, after everything is printed
 */
export async function runAudit(options: AuditOptions, io: Io): Promise<void> {
  const { failOn } = options;
  await checkOutputFile(options.html, options);
  const encoder = options.encoder
    ? await loadAuditEncoder(options.encoder, noticesOn(io))
    : undefined;
  const work = showSlowWork(io);
  const report = await makeReport(options, { encoder, work }).finally(work.end);
  if (options.json) io.stdout(`${JSON.stringify(report, null, 2)}\n`);
  else {
    io.stdout(renderAudit(report));
    for (const notice of report.notices) io.stdout(`note: ${notice}\n`);
    for (const line of linesOfProblems(report.problems)) io.stdout(`warning: ${line}\n`);
    if (report.affected.length > 0)
      io.stdout(
        `note: --json lists the ${report.affected.length} mentions that flat labels change\n`,
      );
  }
  if (failOn === undefined) return;
  const bad = report.findings.filter(
    ({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn),
  );
  if (bad.length > 0)
    throw new CheckFailed(
      { source: "--fail-on" },
      `${bad.length} findings are as bad as ${failOn}${failOn === "error" ? "" : " or worse"}: ${[...new Set(bad.map(({ code }) => code))].join(", ")}`,
      "docs/audit.md says what to do about each",
    );
}

async function makeReport(
  options: AuditOptions,
  { encoder, work }: { readonly encoder: AuditEncoder | undefined; readonly work: SlowWork },
): Promise<AuditReport> {
  const { corpus: title, withText, html } = options;
  work.say(`reading ${title}`);
  const corpus = await readAuditData(options);
  const all = corpus.documents.length;
  const report = await audit(corpus, {
    ...{ encoder, withText },
    onProgress: (what, done) => work.say(done === undefined ? what : `${what}: ${done} of ${all}`),
  });
  if (html !== undefined) {
    work.say("drawing the page");
    await writeAtomically(html, await renderPage(report, { title, version: version() }));
  }
  return report;
}
