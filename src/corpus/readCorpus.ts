/** A corpus from its files: the format found or named, documents one by one or all, everything odd told. */

import { textOf, textOfHead } from "./decode.js";
import { byId, type Document, type Problem } from "./document.js";
import { CorpusError } from "./error.js";
import { beginningOf, isFolder, listFiles, openFile } from "./files.js";
import type { Format } from "./format.js";
import { FORMATS, formatNamed } from "./formatTable.js";
import type { Listed } from "./listing.js";

/** How to read a corpus. */
export interface ReadOptions {
  /** Name of a format; `auto`, the default, goes by the content of the files. */
  readonly format?: string | undefined;
  /** Settings of the format's reader, by name. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** A corpus in memory, with what the user should hear about it. */
export interface Corpus {
  /** Name of the format that was read. */
  readonly format: string;
  /** Sorted by id; ids are unique. */
  readonly documents: readonly Document[];
  /** What was odd, or could not be read. */
  readonly problems: readonly Problem[];
  /** Sentences on what was decided or left aside. */
  readonly notices: readonly string[];
}

/** A corpus that is read document by document. */
export interface OpenCorpus {
  readonly format: Format;
  /** In the order of the files; ids are unique. To be taken once. */
  readonly documents: AsyncIterable<Document>;
}

/** Told while a corpus is read. */
export interface Listener {
  readonly onProblem: (problem: Problem) => void;
  readonly onNotice: (notice: string) => void;
}

/**
 * Reads a folder, nested ones too, or a single file.
 * @throws CorpusError as {@link openCorpus} does, and if there is no document
 */
export async function readCorpus(path: string, options: ReadOptions = {}): Promise<Corpus> {
  const problems: Problem[] = [];
  const notices = new Set<string>();
  const { format, documents } = await openCorpus(path, {
    ...options,
    onProblem: (problem) => problems.push(problem),
    onNotice: (notice) => notices.add(notice),
  });
  const all: Document[] = [];
  for await (const document of documents) all.push(document);
  if (all.length === 0)
    throw new CorpusError(
      { source: path },
      `the corpus is empty: there is no document in its files, read as ${format.title}${firstOf(problems)}`,
      "Check the path, or name the format",
    );
  return {
    ...{ format: format.name, documents: all.sort(byId), problems },
    notices: [...notices],
  };
}

/** Why nothing was read, if the reader said so. */
const firstOf = ([problem]: readonly Problem[]) =>
  problem === undefined ? "" : ` (${placeOf(problem)}: ${problem.message})`;

/** Where a problem is, such as `notes.ann:3`. */
export const placeOf = ({ source, line, at }: Problem): string =>
  `${source}${line === undefined ? "" : `:${line}`}${at === undefined ? "" : ` ${at}`}`;

/**
 * Finds the files and the format. Hidden files and links out of the folder are not followed.
 * @throws CorpusError for a missing path, an unknown format or setting, and files of no known format
 */
export async function openCorpus(
  path: string,
  { format: name = "auto", settings = {}, ...listener }: ReadOptions & Listener,
): Promise<OpenCorpus> {
  const named = formatNamed(name);
  if (named === undefined && name !== "auto")
    throw new CorpusError(
      { source: path },
      `unknown corpus format ${JSON.stringify(name)}`,
      `Choose one of auto, ${FORMATS.map((format) => format.name).join(", ")}`,
    );
  const folder = await isFolder(path);
  const { files, notices } = await listFiles(path);
  notices.forEach(listener.onNotice);
  const { format, extensions } = named
    ? { format: named, extensions: named.extensions }
    : await recognize(path, files, listener);
  checkSettings(settings, format);
  const chosen = folder ? files.filter((file) => extensions.includes(file.extension)) : files;
  return { format, documents: readFiles(format, { files, chosen, settings, ...listener }) };
}

/** Files of each extension that are looked into. */
const SAMPLE = 20;
/** Bytes of a file that are looked at. */
const HEAD = 2 ** 16;

/** The format that most of a sample of the files are of. Plain text is taken where nothing else is. */
async function recognize(
  path: string,
  files: readonly Listed[],
  { onNotice }: Listener,
): Promise<{ format: Format; extensions: readonly string[] }> {
  const claims = new Map<Format, Listed[]>();
  for (const file of sampleOf(files)) {
    const head = textOfHead(await beginningOf(file.path, HEAD));
    const format =
      FORMATS.find((candidate) => candidate.looksLike(file, head)) ?? byExtension(file);
    if (format) claims.set(format, [...(claims.get(format) ?? []), file]);
  }
  const least = FORMATS.at(-1) as Format;
  const rank = (format: Format) =>
    format === least ? -1 : (claims.get(format) as Listed[]).length;
  const [format, ...others] = [...claims.keys()].sort((a, b) => rank(b) - rank(a));
  if (format === undefined)
    throw new CorpusError(
      { source: path },
      files.length === 0
        ? "the corpus is empty: there are no files"
        : `unknown corpus format: no file among ${files.length} looks like one that is known`,
      `Name the format, one of ${FORMATS.map(({ name }) => name).join(", ")}`,
    );
  onNotice(`read as ${format.title}`);
  for (const other of others)
    if (other !== least)
      onNotice(`files that look like ${other.title} are left aside: read them by themselves`);
  const claimed = (claims.get(format) as Listed[]).map(({ extension }) => extension);
  return { format, extensions: [...format.extensions, ...claimed] };
}

/** Extensions that say little; a file with another is what it is called, however broken. */
const COMMON = [".txt", ".md", ".json", ".xml", ".csv", ".tsv"];

const byExtension = ({ extension }: Listed): Format | undefined =>
  COMMON.includes(extension)
    ? undefined
    : FORMATS.find(({ extensions }) => extensions.includes(extension));

/** Files from all over the list, some of each extension. */
function sampleOf(files: readonly Listed[]): Listed[] {
  const kinds = new Map<string, Listed[]>();
  for (const file of files) kinds.set(file.extension, [...(kinds.get(file.extension) ?? []), file]);
  return [...kinds.values()].flatMap((kind) => {
    const step = Math.max(1, kind.length / SAMPLE);
    return Array.from(
      { length: Math.min(SAMPLE, kind.length) },
      (_, i) => kind[Math.floor(i * step)] as Listed,
    );
  });
}

function checkSettings(settings: Readonly<Record<string, string>>, format: Format): void {
  const known = Object.keys(format.settings ?? {});
  for (const name of Object.keys(settings))
    if (!known.includes(name))
      throw new CorpusError(
        { source: "--read" },
        `${format.title} has no setting ${name}`,
        known.length > 0 ? `It has ${known.join(", ")}` : "Leave it out",
      );
}

async function* readFiles(
  format: Format,
  {
    files,
    chosen,
    settings,
    onProblem,
    onNotice,
  }: Listener & {
    files: readonly Listed[];
    chosen: readonly Listed[];
    settings: Readonly<Record<string, string>>;
  },
): AsyncGenerator<Document> {
  const used = new Set<string>();
  const sources = chosen.map((file) => openFile(file, { onUse: () => used.add(file.path) }));
  const ids = new Set<string>();
  for await (const document of format.read(sources, { settings, onProblem, onNotice })) {
    let { id } = document;
    for (let n = 2; ids.has(id); n++) id = `${document.id}.${n}`;
    ids.add(id);
    if (id === document.id) yield document;
    else {
      onProblem({
        source: document.id,
        code: "duplicate-id",
        message: `a second document is called ${document.id}, so it is ${id}`,
      });
      yield { ...document, id };
    }
  }
  const unused = describeUnused(files, used);
  if (unused) onNotice(unused);
}

/** Settings that brat keeps beside documents; they are not part of a corpus. */
const BRAT_SETTINGS = /(^|[/\\])(annotation|visual|tools|kb_shortcuts)\.conf$/;

/** One sentence on the files that no reader took; undefined if there are none. */
function describeUnused(files: readonly Listed[], used: ReadonlySet<string>): string | undefined {
  const counts = new Map<string, number>();
  for (const { path, extension } of files)
    if (!used.has(path) && !BRAT_SETTINGS.test(path))
      counts.set(extension || "(none)", (counts.get(extension || "(none)") ?? 0) + 1);
  const parts = [...counts].sort().map(([extension, n]) => `${extension} ${n}`);
  return parts.length === 0
    ? undefined
    : `files that are left aside, by extension: ${parts.join(", ")}`;
}

/** The texts of {@link streamTexts}, all at once. */
export async function readTexts(
  paths: readonly string[],
  { stdin }: { readonly stdin?: AsyncIterable<Uint8Array | string> } = {},
): Promise<{ documents: Document[]; notices: string[] }> {
  const documents: Document[] = [];
  const notices: string[] = [];
  const texts = streamTexts(paths, {
    ...(stdin && { stdin }),
    onNotice: (notice) => notices.push(notice),
  });
  for await (const document of texts) documents.push(document);
  return { documents, notices };
}

/**
 * Reads plain texts to annotate, one by one: files of any name, folders (every `.txt`, nested ones too), and
 * `-` for standard input. Ids are names or relative paths without `.txt`; one given twice gets a number.
 * @throws CorpusError for a missing path, and a folder without `.txt`
 */
export async function* streamTexts(
  paths: readonly string[],
  {
    stdin = process.stdin,
    onNotice,
  }: {
    readonly stdin?: AsyncIterable<Uint8Array | string>;
    readonly onNotice: (notice: string) => void;
  },
): AsyncGenerator<Document> {
  const ids = new Set<string>();
  const context = {
    onProblem: (problem: Problem) => onNotice(`${placeOf(problem)}: ${problem.message}`),
  };
  const read = async (name: string, file: Parameters<typeof textOf>[0]): Promise<Document> => {
    let id = name;
    for (let n = 2; ids.has(id); n++) id = `${name}-${n}`;
    if (id !== name) onNotice(`a second text called ${name} is called ${id}`);
    ids.add(id);
    return { id, text: await textOf(file, context), mentions: [] };
  };
  for (const path of paths) {
    if (path === "-") yield read("stdin", fromStream(stdin));
    else if (await isFolder(path)) {
      const listing = await listFiles(path);
      listing.notices.forEach(onNotice);
      const texts = listing.files.filter(({ extension }) => extension === ".txt");
      if (texts.length === 0)
        throw new CorpusError(
          { source: path },
          `there is no .txt among its ${listing.files.length} files`,
          "Name the files to annotate, or a folder of .txt files",
        );
      for (const file of texts) yield read(file.key, openFile(file));
    } else {
      const [file] = (await listFiles(path)).files as [Listed];
      yield read(file.extension === ".txt" ? file.key : file.key + file.extension, openFile(file));
    }
  }
}

/** Standard input as a file. */
function fromStream(stream: AsyncIterable<Uint8Array | string>) {
  return {
    ...{ path: "standard input", key: "stdin", extension: "" },
    async bytes() {
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks);
    },
    async *stream() {
      for await (const chunk of stream) yield Buffer.from(chunk);
    },
  };
}
