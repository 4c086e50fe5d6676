/** The readers on the real corpora of ../shared, against counts of a script in another language. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.js";
import { type Document, readCorpus, spansOf, splitByDocument } from "../../src/corpus/index.js";
import { canCount, countByLines, folderOf, REAL_CORPORA, type RealCorpus } from "./corpora.js";

/** What count.pl counts, of documents. */
function countsOf(documents: readonly Document[], { unit }: RealCorpus): Record<string, number> {
  const counts: Record<string, number> = { [`${unit} all`]: documents.length };
  const add = (name: string, n: number) => {
    if (n > 0) counts[name] = (counts[name] ?? 0) + n;
  };
  for (const { mentions, triggers = [], events = [], relations = [] } of documents) {
    for (const { type } of mentions) add(`mention ${type}`, 1);
    add("trigger all", triggers.length);
    add("event all", events.length);
    add("relation all", relations.length);
  }
  return counts;
}

for (const corpus of REAL_CORPORA)
  describe.skipIf(!canCount(corpus))(
    `readCorpus on ${corpus.name} (needs ../shared/corpora and Perl)`,
    () => {
      test("recognises the format and reads everything that the lines hold, without a complaint", async () => {
        const { format, documents, problems } = await readCorpus(folderOf(corpus), corpus.options);
        expect(format).toBe(corpus.format);
        expect(countsOf(documents, corpus)).toEqual(countByLines(corpus));
        expect(problems).toEqual([]);
      });
    },
  );

const [maccrobat] = REAL_CORPORA as readonly [RealCorpus];
describe.skipIf(!canCount(maccrobat))("readCorpus on maccrobat2020, mention by mention", () => {
  test("finds at its offsets the text that each line quotes", async () => {
    const folder = folderOf(maccrobat);
    const { documents } = await readCorpus(folder);
    const names = readdirSync(folder).filter((name) => name.endsWith(".ann"));
    const quotes = names.sort().flatMap((name) =>
      readFileSync(join(folder, name), "utf8")
        .split("\n")
        .filter((line) => line.startsWith("T"))
        .map((line) => line.split("\t")[2]),
    );
    const covered = documents.flatMap(({ text, mentions }) =>
      mentions.map((mention) =>
        spansOf(mention)
          .map(({ start, end }) => text.slice(start, end))
          .join(" "),
      ),
    );
    expect(covered).toEqual(quotes);
  });

  test("is split so that every type of two documents is on both sides", async () => {
    const { documents } = await readCorpus(folderOf(maccrobat));
    for (const seed of [1, 2, 3]) {
      const split = splitByDocument(documents, { fraction: 0.1, random: createRandom(seed) });
      expect(split.dev).toHaveLength(16);
      expect(split.oneSided.filter((type) => type.documents > 1)).toEqual([]);
    }
  });
});
