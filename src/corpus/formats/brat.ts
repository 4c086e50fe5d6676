/** brat standoff: a `.txt` and annotations beside it, whose offsets count code points. */

import { textOf } from "../decode.js";
import type { Format, ReadContext, SourceFile, WriteContext } from "../format.js";
import { annotationConf } from "./bratConf.js";
import { readStandoff } from "./bratRead.js";
import { writeStandoff } from "./bratWrite.js";
import { uniquePaths } from "./documentPaths.js";

/** The format `brat`: `.ann`, or `.a1` and `.a2` as in BioNLP's shared tasks. */
export const brat: Format = {
  name: "brat",
  title: "brat standoff",
  extensions: [".txt", ".ann", ".a1", ".a2"],
  looksLike({ extension }, head) {
    return (
      [".ann", ".a1", ".a2"].includes(extension) &&
      (/^\ufeff?(?:[TREAMN]\d|[*#])[^\t\r\n]*\t/m.test(head) || /^[\s\ufeff]*$/.test(head))
    );
  },
  read: readFolder,
  settings: {
    a2: "mentions: entities of .a2 are mentions too; triggers, the default: they are not",
  },
  holds: new Set([
    ...(["text", "overlaps", "fragments", "mention ids", "attributes"] as const),
    ...(["relations", "triggers", "events", "normalizations", "notes"] as const),
  ]),
  writer: { layout: "folder", extension: ".ann", write: writeFolder },
};

/** The files of one document, by extension. */
type Group = Map<string, SourceFile>;

async function* readFolder(files: readonly SourceFile[], context: ReadContext) {
  const bare = { documents: 0, doubled: 0 };
  for (const [id, group] of groupByKey(files, context)) {
    const ann = group.get(".ann");
    const parts = [".a1", ".a2"].flatMap((extension) => group.get(extension) ?? []);
    const annotations = ann ? [ann] : parts;
    const txt = group.get(".txt");
    if (txt === undefined) {
      for (const { path } of annotations)
        context.onProblem({
          ...{ source: path, code: "missing-text", lost: true },
          message: `there is no ${id}.txt beside these annotations`,
        });
      continue;
    }
    if (annotations.length === 0) bare.documents++;
    if (ann && parts.length > 0) bare.doubled++;
    const text = await textOf(txt, context);
    const contents = [];
    for (const file of annotations)
      contents.push({
        source: file.path,
        content: await textOf(file, context),
        hasTriggers: file.extension === ".a2" && context.settings.a2 !== "mentions",
      });
    yield readStandoff({ id, text, files: contents }, context.onProblem);
  }
  if (bare.documents > 0)
    context.onNotice(`${bare.documents} texts without annotation are documents without mentions`);
  if (bare.doubled > 0)
    context.onNotice(`.a1 and .a2 are left aside for ${bare.doubled} documents that have .ann`);
}

function groupByKey(files: readonly SourceFile[], { onProblem }: ReadContext): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const file of files) {
    // A single file that the user named may have any extension; others are settings of brat.
    const isKnown = brat.extensions.includes(file.extension);
    if (!isKnown && files.length > 1) continue;
    const extension = isKnown ? file.extension : ".txt";
    const group = groups.get(file.key) ?? new Map();
    groups.set(file.key, group);
    const other = group.get(extension);
    if (other === undefined) group.set(extension, file);
    else
      onProblem({
        ...{ source: file.path, code: "duplicate-id", lost: true },
        message: `its name differs from ${other.path} only in the extension, so it is not read`,
      });
  }
  return groups;
}

async function* writeFolder(
  documents: Parameters<NonNullable<Format["writer"]>["write"]>[0],
  { onProblem, types }: WriteContext,
) {
  const conf = annotationConf(types);
  const pathOf = uniquePaths(onProblem);
  for await (const document of documents) {
    const path = pathOf(document.id);
    const files = writeStandoff(document, (problem) =>
      onProblem({ source: document.id, ...problem }),
    );
    for (const [extension, content] of Object.entries(files))
      yield { file: path + extension, content };
    conf.add(document);
  }
  yield { file: "annotation.conf", content: conf.text() };
}
