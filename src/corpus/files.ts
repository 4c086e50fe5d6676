/** The disk of room `corpus`: finds the files of a corpus, hands them to the readers, writes results. */

import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve, sep } from "node:path";
import { writeAtomically } from "../core/index.js";
import { annotationConf, parseBrat, writeBrat } from "./brat.js";
import { type DocumentUnit, looksLikeConll, parseConll } from "./conll.js";
import { byId, type Document, type Mention, type Problem } from "./document.js";
import { CorpusError } from "./error.js";
import { parseJsonl } from "./jsonl.js";
import {
  CORPUS_FORMATS,
  type CorpusFormat,
  columnFiles,
  describeUnused,
  formatOf,
  type Listed,
  pairFiles,
} from "./listing.js";
import type { TagScheme } from "./tags.js";
import { decodeUtf8 } from "./utf8.js";

/** How to read a corpus. `documents` and `scheme` are for column files. */
export interface ReadOptions {
  /** One of {@link CORPUS_FORMATS}; `auto` unless named. */
  readonly format?: string;
  readonly documents?: DocumentUnit;
  readonly scheme?: TagScheme | "auto";
}

/** A corpus in memory, with what the user should hear about it. */
export interface Corpus {
  readonly format: CorpusFormat;
  /** Sorted by id; ids are unique. */
  readonly documents: readonly Document[];
  /** Odd lines that were read all the same. */
  readonly problems: readonly Problem[];
  /** Sentences on what was decided or left aside. */
  readonly notices: readonly string[];
}

interface Read {
  readonly documents: readonly Document[];
  readonly problems: readonly Problem[];
  readonly notices: readonly string[];
  readonly used: readonly Listed[];
}

const READERS: Readonly<
  Record<CorpusFormat, (files: readonly Listed[], options: ReadOptions) => Promise<Read>>
> = { brat: readBrat, conll: readColumns, jsonl: readJsonl };

/**
 * Reads a folder, nested ones too, or a single file. Hidden files and links out of the folder are not followed.
 * @throws CorpusError for a missing path, an unknown format, no document, two documents of one id,
 * bytes that are not UTF-8, and what the readers refuse
 */
export async function readCorpus(path: string, options: ReadOptions = {}): Promise<Corpus> {
  const asked = CORPUS_FORMATS.find((format) => format === (options.format ?? "auto"));
  if (asked === undefined)
    throw new CorpusError(
      { source: path },
      `unknown corpus format ${JSON.stringify(options.format)}`,
      `Choose one of ${CORPUS_FORMATS.join(", ")}`,
    );
  const { files, notices } = await listFiles(path);
  const format = asked === "auto" ? await detectFormat(path, files) : asked;
  const read = await READERS[format](files, options);
  const documents = [...read.documents].sort(byId);
  if (documents.length === 0)
    throw new CorpusError(
      { source: path },
      `the corpus is empty: there is no document among its ${files.length} files, read as ${format}`,
      "Check the path, or name the format",
    );
  documents.forEach(({ id }, i) => {
    if (id === documents[i + 1]?.id)
      throw new CorpusError(
        { source: path },
        `two documents are called ${id}`,
        "Give each document an id of its own",
      );
  });
  const unused = describeUnused(files, new Set(read.used));
  return {
    format,
    documents,
    problems: read.problems,
    notices: [...notices, ...new Set(read.notices), ...(unused === undefined ? [] : [unused])],
  };
}

async function detectFormat(path: string, files: readonly Listed[]): Promise<CorpusFormat> {
  const format = formatOf(files);
  if (format !== undefined) return format;
  const [first] = columnFiles(files);
  if (first !== undefined && looksLikeConll(await readText(first.path))) return "conll";
  throw new CorpusError(
    { source: path },
    files.length === 0
      ? "the corpus is empty: there are no files"
      : `unknown corpus format: among ${files.length} files is no .ann, .a1, .jsonl, .tsv, .conll, .iob or .bio, and no .txt of tagged tokens`,
    "Give a folder with .txt and .ann files, or name the format",
  );
}

async function readBrat(files: readonly Listed[]): Promise<Read> {
  const documents: Document[] = [];
  const problems: Problem[] = [];
  const counts = new Map<string, number>();
  const pairs = pairFiles(files);
  for (const { txt, ann } of pairs) {
    const read = parseBrat(
      { txt: await readText(txt.path), ann: ann === undefined ? "" : await readText(ann.path) },
      { id: txt.key, annSource: ann?.path ?? txt.path },
    );
    documents.push(read.document);
    problems.push(...read.problems);
    for (const [kind, n] of Object.entries(read.others))
      counts.set(kind, (counts.get(kind) ?? 0) + n);
  }
  const bare = pairs.filter(({ ann }) => ann === undefined).map(({ txt }) => txt.key);
  const others = Array.from(counts, ([kind, n]) => `${n} ${kind}`).sort();
  return {
    documents,
    problems,
    notices: [
      ...(bare.length > 0
        ? [`texts without annotation are documents without mentions: ${bare.join(", ")}`]
        : []),
      ...(others.length > 0
        ? [`lines that are no entities are left aside: ${others.join(", ")}`]
        : []),
    ],
    used: pairs.flatMap(({ txt, ann }) => (ann === undefined ? [txt] : [txt, ann])),
  };
}

async function readColumns(files: readonly Listed[], options: ReadOptions): Promise<Read> {
  const used = columnFiles(files);
  const reads = [];
  for (const { path, key } of used)
    reads.push(
      parseConll(await readText(path), {
        id: key,
        source: path,
        documents: options.documents ?? "auto",
        scheme: options.scheme ?? "auto",
      }),
    );
  return {
    documents: reads.flatMap(({ documents }) => documents),
    problems: reads.flatMap(({ problems }) => problems),
    notices: reads.flatMap(({ notices }) => notices),
    used,
  };
}

async function readJsonl(files: readonly Listed[]): Promise<Read> {
  const named = files.filter(({ extension }) => extension === ".jsonl");
  const used = named.length === 0 && files.length === 1 ? files : named;
  const reads = [];
  for (const { path } of used) reads.push(parseJsonl(await readText(path), { source: path }));
  return {
    documents: reads.flatMap(({ documents }) => documents),
    problems: reads.flatMap(({ problems }) => problems),
    notices: [],
    used,
  };
}

/**
 * Reads plain texts to annotate: files of any name, folders (every `.txt`, nested ones too), and
 * `-` for standard input. Ids are names or relative paths without `.txt`; one given twice gets a number.
 * @throws CorpusError for a missing path, a folder without `.txt`, and bytes that are not UTF-8
 */
export async function readTexts(
  paths: readonly string[],
  { stdin = process.stdin }: { readonly stdin?: AsyncIterable<Uint8Array | string> } = {},
): Promise<{ documents: Document[]; notices: string[] }> {
  const documents: Document[] = [];
  const notices: string[] = [];
  const ids = new Set<string>();
  const add = (name: string, text: string) => {
    let id = name;
    for (let n = 2; ids.has(id); n++) id = `${name}-${n}`;
    if (id !== name) notices.push(`a second text called ${name} is called ${id}`);
    ids.add(id);
    documents.push({ id, text, mentions: [] });
  };
  for (const path of paths) {
    if (path === "-") {
      const chunks: Uint8Array[] = [];
      for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
      add("stdin", decodeUtf8(Buffer.concat(chunks), "standard input"));
    } else if ((await statOf(path)).isDirectory()) {
      const listing = await listFiles(path);
      notices.push(...listing.notices);
      const texts = listing.files.filter(({ extension }) => extension === ".txt");
      if (texts.length === 0)
        throw new CorpusError(
          { source: path },
          `there is no .txt among its ${listing.files.length} files`,
          "Name the files to annotate, or a folder of .txt files",
        );
      for (const { key, path: file } of texts) add(key, await readText(file));
    } else add(basename(path).replace(/\.txt$/i, ""), await readText(path));
  }
  return { documents, notices };
}

/**
 * Writes documents as a folder that brat opens: `.txt`, `.ann` and an `annotation.conf` with their types.
 * @param options.types types that the configuration names beside those of the mentions
 * @param options.note a remark on a mention, kept as brat's annotator note
 * @throws CorpusError if an id leads out of the folder, or brat cannot hold a type
 */
export async function writeBratFolder<M extends Mention>(
  folder: string,
  documents: readonly (Omit<Document, "mentions"> & { readonly mentions: readonly M[] })[],
  options: {
    readonly types?: readonly string[];
    readonly note?: (mention: M) => string | undefined;
  } = {},
): Promise<void> {
  const types = new Set(options.types);
  for (const document of documents) {
    const path = join(folder, document.id);
    if (!resolve(path).startsWith(resolve(folder) + sep))
      throw new CorpusError(
        { source: folder },
        `document id ${document.id} leads out of the folder`,
        "Give documents ids that are relative paths",
      );
    const { txt, ann } = writeBrat(document, options);
    await writeAtomically(`${path}.txt`, txt, { folders: "make" });
    await writeAtomically(`${path}.ann`, ann);
    for (const { type } of document.mentions) types.add(type);
  }
  await writeAtomically(join(folder, "annotation.conf"), annotationConf(types), {
    folders: "make",
  });
}

async function readText(path: string): Promise<string> {
  return decodeUtf8(await fromDisk(path, readFile(path)), path);
}

async function statOf(path: string) {
  return fromDisk(path, stat(path));
}

/** Turns a refusal of the disk into an error of ours. */
async function fromDisk<T>(source: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new CorpusError(
      { source },
      code === "ENOENT" ? "there is no such file or folder" : `it cannot be read (${code})`,
      "Check the path",
      { cause },
    );
  }
}

/** All visible files under a folder, by path; of a single file, itself and its brat counterpart. */
async function listFiles(path: string): Promise<{ files: Listed[]; notices: string[] }> {
  if (!(await statOf(path)).isDirectory()) {
    const { files } = await listFolder(dirname(path), "flat");
    const itself = toListed(path, basename(path));
    const pair = [".txt", ".ann", ".a1"];
    const isPart = ({ key, extension }: Listed) => key === itself.key && pair.includes(extension);
    const others = isPart(itself)
      ? files.filter((file) => isPart(file) && basename(file.path) !== basename(path))
      : [];
    return { files: [itself, ...others], notices: [] };
  }
  const { files, links } = await listFolder(path, "nested");
  return {
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    notices:
      links.length > 0
        ? [`symbolic links out of the folder or to folders are not followed: ${links.join(", ")}`]
        : [],
  };
}

function toListed(path: string, name: string): Listed {
  const extension = extname(name);
  return {
    path,
    key: name.slice(0, name.length - extension.length),
    extension: extension.toLowerCase(),
  };
}

async function listFolder(root: string, depth: "flat" | "nested") {
  const files: Listed[] = [];
  const links: string[] = [];
  const inside = (await fromDisk(root, realpath(root))) + sep;
  const visit = async (relative: string): Promise<void> => {
    const folder = join(root, relative);
    for (const entry of await fromDisk(folder, readdir(folder, { withFileTypes: true }))) {
      const name = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory()) {
        if (depth === "nested") await visit(name);
      } else if (
        entry.isFile() ||
        (entry.isSymbolicLink() && (await isFileInside(root, name, inside)))
      )
        files.push(toListed(join(root, name), name));
      else if (entry.isSymbolicLink()) links.push(name);
    }
  };
  await visit("");
  return { files, links };
}

async function isFileInside(root: string, name: string, inside: string): Promise<boolean> {
  try {
    const target = await realpath(join(root, name));
    return target.startsWith(inside) && (await stat(target)).isFile();
  } catch {
    return false; // a link to nothing
  }
}
