/** Formats without a disk: files from strings, documents from files, files from documents. */

import { basename, extname } from "node:path";
import type { Document, Problem } from "../../src/corpus/document.js";
import type { Format, SourceFile } from "../../src/corpus/format.js";

/** A file of this content; strings are UTF-8. Its stream comes in pieces of `chunk` bytes. */
export function sourceFile(
  path: string,
  content: string | Uint8Array,
  { chunk = 7 }: { readonly chunk?: number } = {},
): SourceFile {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const extension = extname(basename(path));
  return {
    path,
    key: path.slice(0, path.length - extension.length),
    extension: extension.toLowerCase(),
    bytes: async () => bytes,
    async *stream() {
      for (let i = 0; i < bytes.length; i += chunk) yield bytes.subarray(i, i + chunk);
    },
  };
}

/** Everything that a reader gives. */
export async function readAll(
  format: Format,
  files: readonly SourceFile[],
  settings: Readonly<Record<string, string>> = {},
) {
  const documents: Document[] = [];
  const problems: Problem[] = [];
  const notices: string[] = [];
  const context = {
    settings,
    onProblem: (problem: Problem) => problems.push(problem),
    onNotice: (notice: string) => notices.push(notice),
  };
  for await (const document of format.read(files, context)) documents.push(document);
  return { documents, problems, notices };
}

/** The files that a writer gives; a format of one file gives `corpus` with its extension. */
export async function writeAll(format: Format, documents: readonly Document[]) {
  const { writer } = format;
  if (writer === undefined) throw new Error(`${format.name} has no writer`);
  const problems: Problem[] = [];
  const contents = new Map<string, string>();
  const given = (async function* () {
    yield* documents;
  })();
  const context = { onProblem: (problem: Problem) => problems.push(problem) };
  for await (const { file = `corpus${writer.extension}`, content } of writer.write(given, context))
    contents.set(file, (contents.get(file) ?? "") + content);
  return { files: [...contents].map(([path, content]) => sourceFile(path, content)), problems };
}
