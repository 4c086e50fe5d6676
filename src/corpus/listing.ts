/** Files of a corpus by what their names say: which belong together, which format they make. */

import { CorpusError } from "./error.js";

/** Formats of a corpus; `auto` goes by the files. */
export const CORPUS_FORMATS = ["auto", "brat", "conll", "jsonl"] as const;

/** One of {@link CORPUS_FORMATS} but `auto`. */
export type CorpusFormat = Exclude<(typeof CORPUS_FORMATS)[number], "auto">;

/** A file of a corpus. */
export interface Listed {
  /** As the user would name it. */
  readonly path: string;
  /** Relative path without extension, parted by `/`: the id of its document. */
  readonly key: string;
  /** In lower case, with its dot; empty if there is none. */
  readonly extension: string;
}

/** The files that carry mentions in brat; `.a1` are the given entities of BioNLP shared tasks. */
const ANNOTATIONS = [".ann", ".a1"];
const COLUMNS = [".conll", ".tsv", ".iob", ".iob1", ".iob2", ".bio", ".bioes", ".io"];

/** The format that the names make known; undefined where they do not. */
export function formatOf(files: readonly Listed[]): CorpusFormat | undefined {
  const has = (extensions: readonly string[]) =>
    files.some(({ extension }) => extensions.includes(extension));
  if (has(ANNOTATIONS)) return "brat";
  if (has([".jsonl"])) return "jsonl";
  return has(COLUMNS) ? "conll" : undefined;
}

/** The column files among `files`: by extension, else every `.txt`, else a file named by itself. */
export function columnFiles(files: readonly Listed[]): Listed[] {
  const columns = files.filter(({ extension }) => COLUMNS.includes(extension));
  if (columns.length > 0) return columns;
  const texts = files.filter(({ extension }) => extension === ".txt");
  return texts.length > 0 || files.length > 1 ? texts : [...files];
}

/** A text and its annotation, if it has one. */
export interface BratPair {
  readonly txt: Listed;
  readonly ann?: Listed | undefined;
}

/**
 * Pairs texts with annotations of the same path, `.ann` before `.a1`.
 * @throws CorpusError for an annotation without text, and for two files of one name and kind
 */
export function pairFiles(files: readonly Listed[]): BratPair[] {
  const byName = new Map<string, Listed>();
  for (const file of files) {
    const name = file.key + file.extension;
    const other = byName.get(name);
    if (other !== undefined)
      throw new CorpusError(
        { source: file.path },
        `its name differs from ${other.path} only in the case of the extension`,
        "Keep one of them",
      );
    byName.set(name, file);
  }
  const find = (key: string, extension: string) => byName.get(key + extension);
  for (const { key, extension, path } of files)
    if (ANNOTATIONS.includes(extension) && !find(key, ".txt"))
      throw new CorpusError(
        { source: path },
        `there is no ${key}.txt beside this annotation`,
        "Add the text or remove the annotation",
      );
  return files
    .filter(({ extension }) => extension === ".txt")
    .map((txt) => ({
      txt,
      ann: ANNOTATIONS.map((extension) => find(txt.key, extension)).find(Boolean),
    }));
}

/** Settings that brat keeps beside documents; they are not part of a corpus. */
const BRAT_SETTINGS = /(^|[/\\])(annotation|visual|tools|kb_shortcuts)\.conf$/;

/** One sentence on the files that no reader took; undefined if there are none. */
export function describeUnused(files: readonly Listed[], used: ReadonlySet<Listed>) {
  const counts = new Map<string, number>();
  for (const file of files)
    if (!used.has(file) && !BRAT_SETTINGS.test(file.path))
      counts.set(file.extension || "(none)", (counts.get(file.extension || "(none)") ?? 0) + 1);
  const parts = [...counts].sort().map(([extension, n]) => `${extension} ${n}`);
  return parts.length === 0
    ? undefined
    : `files that are left aside, by extension: ${parts.join(", ")}`;
}
