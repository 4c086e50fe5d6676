/** `raretag compare`: two sets of predictions, from any tool, against one gold. */
import { basename } from "node:path";
import { version, writeAtomically } from "../core/index.js";
import { readCorpus } from "../corpus/index.js";
import {
  type AnnotatedSet,
  compareSets,
  renderMarkdown,
  renderReportPage,
  setsReport,
} from "../experiments/index.js";
import { CliError } from "./error.js";
import type { Io } from "./io.js";
import { checkOutputFile } from "./outputFile.js";
import { checkReadable } from "./problems.js";
import { readSettings } from "./readSettings.js";
import { scoresNamed } from "./report.js";
import { describe } from "./trainData.js";

/** Flags of `raretag compare`. */
export interface CompareOptions {
  readonly predictions: readonly string[];
  readonly gold: string;
  readonly goldFormat?: string;
  readonly goldRead?: readonly string[];
  readonly formatA?: string;
  readonly readA?: readonly string[];
  readonly formatB?: string;
  readonly readB?: readonly string[];
  readonly skipUnreadable?: true;
  readonly score?: readonly string[];
  readonly markdown?: string;
  readonly html?: string;
  readonly json?: true;
  readonly overwrite?: true;
}

/** Prints how the second set differs from the first; the same files give the same bytes. */
export async function runCompare(options: CompareOptions, io: Io): Promise<void> {
  const { predictions, markdown, html } = options;
  const [a, b] = predictions;
  if (a === undefined || b === undefined || predictions.length > 2)
    throw new CliError(
      { source: "raretag compare" },
      `${predictions.length} sets of predictions are given, but it compares 2`,
      "Name a baseline and what is compared with it",
    );
  const scores = scoresNamed(options.score);
  await checkOutputFile(markdown, options);
  await checkOutputFile(html, options);
  const sources = [
    { path: options.gold, format: options.goldFormat, read: options.goldRead },
    { path: a, format: options.formatA, read: options.readA },
    { path: b, format: options.formatB, read: options.readB },
  ] as const;
  const names = namesOf(sources.map(({ path }) => path));
  const read = async (index: 0 | 1 | 2): Promise<AnnotatedSet> => {
    const { path, format, read } = sources[index];
    const corpus = await readCorpus(path, { format, settings: readSettings(read) });
    for (const notice of describe(path, corpus)) io.stderr(`note: ${notice}\n`);
    checkReadable(corpus.problems, options);
    return { ...corpus, name: names[index] as string };
  };
  const sets = { gold: await read(0), a: await read(1), b: await read(2) };
  const comparison = compareSets(sets, { scores });
  const report = setsReport(comparison);
  if (html) await writeAtomically(html, await renderReportPage(report, { version: version() }));
  if (markdown) await writeAtomically(markdown, renderMarkdown(report));
  if (options.json) io.stdout(`${JSON.stringify(comparison, null, 2)}\n`);
  else if (!markdown) io.stdout(renderMarkdown(report));
}

/** Last parts of paths, or whole paths where those are alike. */
function namesOf(paths: readonly string[]): readonly string[] {
  const short = paths.map((path) => basename(path));
  return new Set(short).size === paths.length ? short : paths;
}
