/** `raretag report`: what the records of an experiment say, as Markdown and as a page. */
import { version, writeAtomically } from "../core/index.js";
import {
  analyse,
  experimentReport,
  readExperiment,
  renderMarkdown,
  renderReportPage,
  SCORE_NAMES,
  type ScoreName,
} from "../experiments/index.js";
import { CliError } from "./error.js";
import type { Io } from "./io.js";
import { checkOutputFile } from "./outputFile.js";

/** Flags of `raretag report`. */
export interface ReportOptions {
  readonly folder: string;
  readonly records?: string;
  readonly markdown?: string;
  readonly html?: string;
  readonly score?: readonly string[];
  readonly overwrite?: true;
}

/** Writes the report; Markdown to standard output unless a file is named. The same records give the same bytes. */
export async function runReport(options: ReportOptions, io: Io): Promise<void> {
  const { folder, records, markdown, html } = options;
  const scores = scoresNamed(options.score);
  const stored = await readExperiment({ folder, records });
  await checkOutputFile(markdown, options);
  await checkOutputFile(html, options);
  const report = experimentReport(analyse(stored, { scores }));
  if (html) await writeAtomically(html, await renderReportPage(report, { version: version() }));
  if (markdown) await writeAtomically(markdown, renderMarkdown(report));
  else io.stdout(renderMarkdown(report));
}

/** Scores by name, in their usual order. @throws CliError for a name that is none */
export function scoresNamed(names?: readonly string[]): readonly ScoreName[] | undefined {
  const unknown = names?.find((name) => !(SCORE_NAMES as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new CliError(
      { source: "--score" },
      `there is no score ${JSON.stringify(unknown)}`,
      `Choose from ${SCORE_NAMES.join(", ")}`,
    );
  return names && SCORE_NAMES.filter((name) => names.includes(name));
}
