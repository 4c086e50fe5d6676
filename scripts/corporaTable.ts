/** Writes docs/corpora.md: what the readers find in the corpora of ../shared. usage: tsx scripts/corporaTable.ts */

import { writeFileSync } from "node:fs";
import { type Document, formatNamed, readCorpus } from "../src/corpus/index.js";
import { relate } from "../src/corpus/overlap.js";
import { folderOf, REAL_CORPORA } from "../test/corpora/corpora.js";

const sum = (documents: readonly Document[], count: (document: Document) => number) =>
  documents.reduce((total, document) => total + count(document), 0);

/** Mentions that overlap another of their document. */
const overlapping = ({ mentions }: Document) =>
  mentions.filter((a) => mentions.some((b) => a !== b && relate(a, b))).length;

const rows: string[] = [];
const sections: string[] = [];
for (const corpus of REAL_CORPORA) {
  const { format, documents, problems } = await readCorpus(folderOf(corpus), corpus.options);
  const counts = new Map<string, number>();
  for (const { type } of documents.flatMap(({ mentions }) => mentions))
    counts.set(type, (counts.get(type) ?? 0) + 1);
  const types = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const cells = [
    corpus.name,
    formatNamed(format)?.title,
    `${documents.length} ${corpus.unit}s`,
    sum(documents, ({ mentions }) => mentions.length),
    types.length,
    sum(documents, ({ mentions }) => mentions.filter(({ fragments }) => fragments).length),
    sum(documents, overlapping),
    sum(documents, ({ events = [] }) => events.length),
    sum(documents, ({ relations = [] }) => relations.length),
    problems.length,
  ];
  rows.push(`| ${cells.join(" | ")} |`);
  sections.push(`- **${corpus.name}**: ${types.map(([type, n]) => `${type} ${n}`).join(", ")}`);
}
const page = `# Corpora

What raretag's readers find in the corpora that it is tested on. \`test/corpora\` holds the same numbers against those of a Perl
script that counts lines. Written by \`npx tsx scripts/corporaTable.ts\`, not by hand.

| corpus | read as | documents | mentions | types | discontinuous | overlapping | events | relations | complaints |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join("\n")}

Mentions by type:

${sections.join("\n")}

Sentences stand for documents where a column file has no \`-DOCSTART-\` lines. Mentions of the test part of
bionlp13cg_brat are its given entities; its events are not published. Triggers of events, which the shared tasks keep in
\`.a2\`, are no mentions unless \`--read a2=mentions\` says so; those of \`.ann\` files are, as there is no telling.
`;
writeFileSync(new URL("../docs/corpora.md", import.meta.url), page);
