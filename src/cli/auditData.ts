/** The documents of an audit: a corpus, and the parts that a split file or folders make of it. */
import type { AuditedCorpus, PartName } from "../audit/index.js";
import { type Corpus, type Document, type NamedSplit, readCorpus } from "../corpus/index.js";
import { CliError } from "./error.js";
import { readSettings } from "./readSettings.js";
import { readSplit, type SplitFlags } from "./readSplit.js";

/** Flags that name documents. */
export interface AuditDataOptions extends SplitFlags {
  readonly corpus: string;
  readonly corpusFormat?: string;
  readonly read?: readonly string[];
  readonly dev?: string;
  readonly test?: string;
}

/**
 * Reads everything that is named.
 * @throws CliError if parts are given by file and by folder at once
 */
export async function readAuditData(options: AuditDataOptions): Promise<AuditedCorpus> {
  const { split, dev, test } = options;
  if (split !== undefined && (dev ?? test) !== undefined)
    throw new CliError(
      { source: "--split" },
      "parts are given by a file and by folders",
      "Leave out --split, or --dev and --test",
    );
  const read = (path: string): Promise<Corpus> =>
    readCorpus(path, { format: options.corpusFormat, settings: readSettings(options.read) });
  const first = await read(options.corpus);
  const folders = Object.entries({ dev, test }).filter(([, path]) => path !== undefined);
  const others = await readInTurn(folders as [PartName, string][], read);
  const corpora = [first, ...others.map(({ corpus }) => corpus)];
  const named = await readSplit(first.documents, options, { parts: "all" });
  return {
    format: first.format,
    documents: named
      ? inParts(named)
      : others.length === 0
        ? first.documents.map((document) => ({ document }))
        : [
            ...assign("train", first.documents),
            ...others.flatMap(({ part, corpus }) => assign(part, corpus.documents)),
          ],
    problems: corpora.flatMap(({ problems }) => problems),
    notices: [...corpora.flatMap(({ notices }) => notices), ...(named?.notices ?? [])],
  };
}

async function readInTurn(
  folders: readonly [PartName, string][],
  read: (path: string) => Promise<Corpus>,
): Promise<{ part: PartName; corpus: Corpus }[]> {
  const corpora = [];
  for (const [part, path] of folders) corpora.push({ part, corpus: await read(path) });
  return corpora;
}

function assign(part: PartName, documents: readonly Document[]) {
  return documents.map((document) => ({ document, part }));
}

function inParts({ train, dev, test, unused }: NamedSplit): AuditedCorpus["documents"] {
  return [
    ...[...assign("train", train), ...assign("dev", dev), ...assign("test", test)],
    ...unused.map((document) => ({ document })),
  ];
}
