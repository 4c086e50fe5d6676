/** `raretag convert`: a corpus in another format, with everything that this loses named and counted. */
import { writeAtomically } from "../core/index.js";
import {
  countLosses,
  type Document,
  describeLosses,
  FEATURES,
  type Feature,
  FORMATS,
  type Format,
  formatNamed,
  type Losses,
  type OpenCorpus,
  openCorpus,
  type Problem,
  writeCorpus,
} from "../corpus/index.js";
import { CliError } from "./error.js";
import { type Io, noticesOn } from "./io.js";
import { checkOutputFile } from "./outputFile.js";
import { openOutput } from "./outputFolder.js";
import { createProblemLog, type ProblemLog } from "./problems.js";
import { readSettings } from "./readSettings.js";

/** Flags and argument of `raretag convert`. */
export interface ConvertOptions {
  readonly input: string;
  readonly from?: string;
  readonly to: string;
  readonly out: string;
  readonly read?: readonly string[];
  readonly strict?: true;
  readonly problems?: string;
  readonly overwrite?: true;
}

/** Reads and writes document by document. */
export async function runConvert(options: ConvertOptions, io: Io): Promise<void> {
  const { out, overwrite } = options;
  const target = targetOf(options.to);
  const { layout } = target.writer as NonNullable<Format["writer"]>;
  if (layout === "file") await checkOutputFile(out, { overwrite });
  await checkOutputFile(options.problems, { overwrite });
  if (options.strict) await checkNothingIsLost(options, target, io);
  const problems: Problem[] = [];
  const log = createProblemLog(io, {
    onEach: (problem) => options.problems && problems.push(problem),
  });
  const corpus = await open(options, { log, onNotice: noticesOn(io).onNotice });
  const cannot = missing(corpus.format, target);
  if (cannot.length > 0)
    io.stderr(
      `note: ${target.title} cannot hold what ${corpus.format.title} can: ${cannot.join(", ")}\n`,
    );
  const losses = countLosses(target.holds);
  const documents = passing(corpus.documents, losses.add);
  const write = (path: string) =>
    writeCorpus(path, documents, { format: target.name, onProblem: log.onProblem });
  if (layout === "file") await write(out);
  else await inFolder(options, write);
  log.finish();
  if (options.problems) await writeProblems(options.problems, problems);
  io.stderr(`${describe(losses.result(), log.lost())} in ${out}\n`);
}

const open = (
  { input, from, read }: ConvertOptions,
  { log, onNotice }: { log: ProblemLog; onNotice: (notice: string) => void },
): Promise<OpenCorpus> =>
  openCorpus(input, {
    ...{ format: from, settings: readSettings(read) },
    ...{ onProblem: log.onProblem, onNotice },
  });

/** @throws CliError if no format of this name is written */
function targetOf(name: string): Format {
  const format = formatNamed(name);
  if (format?.writer) return format;
  const written = FORMATS.filter(({ writer }) => writer).map((known) => known.name);
  throw new CliError(
    { source: "--to" },
    format ? `${format.title} is only read` : `unknown corpus format ${JSON.stringify(name)}`,
    `Choose one of ${written.join(", ")}`,
  );
}

/** What the target lacks of what the source can hold. */
const missing = (source: Format, target: Format): string[] =>
  [...source.holds]
    .filter((feature: Feature) => !target.holds.has(feature))
    .map((feature) => FEATURES[feature]);

/** Reads the corpus once for its losses. @throws CliError if there are any */
async function checkNothingIsLost(options: ConvertOptions, target: Format, io: Io): Promise<void> {
  const log = createProblemLog(io);
  const { documents } = await open(options, { log, onNotice: () => {} });
  const losses = countLosses(target.holds);
  for await (const document of documents) losses.add(document);
  log.finish();
  const lost = describeLosses(losses.result());
  if (log.lost() > 0) lost.push(`${log.lost()} entries that cannot be read`);
  if (lost.length > 0)
    throw new CliError(
      { source: options.input },
      `${target.title} would lose ${lost.join(", ")}`,
      "Leave --strict out, or choose another format",
    );
}

async function* passing(
  documents: AsyncIterable<Document>,
  see: (document: Document) => void,
): AsyncGenerator<Document> {
  for await (const document of documents) {
    see(document);
    yield document;
  }
}

async function inFolder(
  { out, overwrite, input }: ConvertOptions,
  write: (folder: string) => Promise<void>,
): Promise<void> {
  const output = await openOutput(out, { overwrite, inputs: [input] });
  try {
    await write(output.folder);
  } catch (error) {
    await output.discard();
    throw error;
  }
  await output.keep();
}

async function writeProblems(path: string, problems: readonly Problem[]): Promise<void> {
  await writeAtomically(path, problems.map((problem) => `${JSON.stringify(problem)}\n`).join(""));
}

function describe(losses: Losses, unread: number): string {
  const lost = describeLosses(losses);
  if (unread > 0) lost.push(`${unread} entries that cannot be read or written`);
  return `${losses.documents} documents, ${lost.length > 0 ? `without ${lost.join(", ")},` : "nothing lost,"} are`;
}
