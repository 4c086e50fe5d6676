/** `raretag explain`: why a model takes the words of a text for a type. */
import { stripVTControlCharacters } from "node:util";
import { type Document, readTexts } from "../corpus/index.js";
import {
  type Baseline,
  createExplainer,
  type Explained,
  type Explanation,
} from "../explain/index.js";
import type { DecoderName } from "../inference/index.js";
import { loadModel } from "../recognizer/index.js";
import { CliError } from "./error.js";
import { explanationText, withText } from "./explanationText.js";
import type { Io } from "./io.js";

/** Flags and arguments of `raretag explain`. */
export interface ExplainOptions {
  readonly file: string;
  readonly model: string;
  readonly mention?: string;
  readonly all?: true;
  readonly type?: string;
  readonly against?: string;
  readonly steps?: number;
  readonly baseline?: Baseline;
  readonly decode?: DecoderName;
  readonly threads?: number;
  readonly json?: true;
}

/** Prints an explanation after the other, as tables for people or as a line of JSON each. */
export async function runExplain(options: ExplainOptions, io: Io): Promise<void> {
  const { against, steps, baseline, decode: decoder, threads } = options;
  const what = whatOf(options);
  const document = await readText(options.file, io);
  const model = await loadModel(options.model);
  const explainer = await createExplainer(model, { decoder, threads });
  const request = { against: against === "none" ? null : against, steps, baseline };
  try {
    let count = 0;
    for await (const explanation of explainer.explain(document, what, request)) {
      count++;
      const text = printed(explanation, document, options);
      io.stdout(io.terminals?.stdout ? text : stripVTControlCharacters(text));
    }
    if (count === 0) io.stderr("note: no mention was found in the text\n");
  } finally {
    await explainer.release();
  }
}

function printed(explanation: Explanation, document: Document, { json }: ExplainOptions): string {
  return json
    ? `${JSON.stringify({ document: document.id, ...withText(explanation, document.text) })}\n`
    : `${explanationText(explanation, document)}\n`;
}

/** @throws CliError unless exactly one of --mention and --all is given */
function whatOf({ mention, all, type }: ExplainOptions): Explained {
  if ((mention === undefined) === (all === undefined))
    throw new CliError(
      { source: "raretag explain" },
      mention === undefined ? "nothing to explain is named" : "--mention and --all are both given",
      "Give --mention START-END, with offsets as `raretag annotate --format jsonl` has them, or --all",
    );
  if (mention === undefined) {
    if (type === undefined) return "all";
    throw new CliError(
      { source: "--type" },
      "--all explains every mention as the type that was found",
      "Leave --type out, or name a place with --mention",
    );
  }
  const [, start, end] = /^(\d+)-(\d+)$/.exec(mention) ?? [];
  if (start === undefined || end === undefined)
    throw new CliError(
      { source: "--mention" },
      `the value is ${JSON.stringify(mention)} but must be START-END`,
      "Give UTF-16 offsets, such as 25-34",
    );
  return { start: Number(start), end: Number(end), type };
}

/** The one text of a file, or of standard input. */
async function readText(file: string, io: Io): Promise<Document> {
  const { documents, notices } = await readTexts([file], { stdin: io.stdin });
  for (const notice of notices) io.stderr(`note: ${notice}\n`);
  const [document, ...others] = documents;
  if (document !== undefined && others.length === 0 && document.text !== "") return document;
  throw new CliError(
    { source: file === "-" ? "standard input" : file },
    others.length > 0 ? `there are ${documents.length} texts` : "there is no text to explain",
    "Name one file with a text",
  );
}
