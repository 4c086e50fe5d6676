/** The texts that `raretag annotate` is given, one by one. */
import { type Document, openCorpus, streamTexts } from "../corpus/index.js";
import { CliError } from "./error.js";
import { type Io, noticesOn } from "./io.js";
import type { ProblemLog } from "./problems.js";
import { readSettings } from "./readSettings.js";

/** Where the texts are. */
export interface InputOptions {
  readonly paths: readonly string[];
  readonly from?: string;
  readonly read?: readonly string[];
}

/**
 * Streams the texts; without paths from standard input, which must then be piped and not empty. Of corpora what their
 * files say of documents, without what they say of mentions.
 */
export async function* streamInput(
  { paths, from, read }: InputOptions,
  { io, log }: { readonly io: Io; readonly log: ProblemLog },
): AsyncGenerator<Document> {
  if (from === undefined) {
    const implicit = paths.length === 0;
    if (implicit && io.terminals?.stdin) throw nothing("raretag annotate");
    const texts = streamTexts(implicit ? ["-"] : paths, { stdin: io.stdin, ...noticesOn(io) });
    for await (const document of texts) {
      if (implicit && document.text === "") throw nothing("raretag annotate");
      yield document;
    }
    return;
  }
  let some = false;
  for (const path of paths) {
    const corpus = await openCorpus(path, {
      ...{ format: from, settings: readSettings(read) },
      ...{ onProblem: log.onProblem, ...noticesOn(io) },
    });
    for await (const { id, text, words, meta } of corpus.documents) {
      some = true;
      yield { id, text, mentions: [], ...(words && { words }), ...(meta && { meta }) };
    }
  }
  if (!some) throw nothing("--from");
}

function nothing(source: "raretag annotate" | "--from"): CliError {
  const piped = source === "--from" ? "" : ", or pipe a text in";
  return new CliError({ source }, "there is no text to annotate", `Name files or folders${piped}`);
}
