/** The readers on real corpora of ../shared, against counts by other means. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CORPORA } from "../../test/fixtureRoots.js";
import { createRandom } from "../core/index.js";
import type { Document } from "./document.js";
import { readCorpus } from "./files.js";
import { splitByDocument } from "./split.js";

const needs = (name: string) => describe.skipIf(!existsSync(join(CORPORA, name)));
const countTypes = (documents: readonly Document[]) => {
  const counts: Record<string, number> = {};
  for (const { type } of documents.flatMap(({ mentions }) => mentions))
    counts[type] = (counts[type] ?? 0) + 1;
  return counts;
};
/** The table of types in SOURCE.md. */
const publishedTypes = (name: string) => {
  const source = readFileSync(join(CORPORA, name, "SOURCE.md"), "utf8");
  return Object.fromEntries(
    Array.from(source.matchAll(/^\| ([\w-]+) \| (\d+) \|/gm), ([, type, n]) => [type, Number(n)]),
  );
};

needs("maccrobat2020")("readCorpus on maccrobat2020 (needs ../shared/corpora)", () => {
  const folder = join(CORPORA, "maccrobat2020");

  test("finds each entity line, with the text that the line quotes", async () => {
    const { documents, problems } = await readCorpus(folder);
    const names = readdirSync(folder).filter((name) => name.endsWith(".ann"));
    expect(documents.map(({ id }) => `${id}.ann`)).toEqual(names.sort());
    const quotes = names.map((name) =>
      readFileSync(join(folder, name), "utf8")
        .split("\n")
        .filter((line) => line.startsWith("T"))
        .map((line) => line.split("\t")[2]),
    );
    const covered = documents.map(({ text, mentions }) =>
      mentions.map(({ start, end, fragments }) =>
        (fragments ?? [{ start, end }]).map((span) => text.slice(span.start, span.end)).join(" "),
      ),
    );
    expect(covered.flat()).toEqual(quotes.flat());
    expect(problems).toEqual([]);
  });

  test("splits so that every type of two documents is on both sides", async () => {
    const { documents } = await readCorpus(folder);
    for (const seed of [1, 2, 3]) {
      const split = splitByDocument(documents, { fraction: 0.1, random: createRandom(seed) });
      expect(split.dev).toHaveLength(16);
      expect(split.oneSided.filter((type) => type.documents > 1)).toEqual([]);
    }
  });
});

for (const [name, options, documents] of [
  ["bionlp13cg_brat", {}, 600],
  ["ncbi_disease_iob", {}, 7287],
  ["bc5cdr_iob", { documents: "file" }, 3],
] as const)
  needs(name)(`readCorpus on ${name} ${JSON.stringify(options)} (needs ../shared/corpora)`, () => {
    test("finds the documents and the mentions of each type that SOURCE.md counts", async () => {
      const corpus = await readCorpus(join(CORPORA, name), options);
      expect(corpus.documents).toHaveLength(documents);
      expect(countTypes(corpus.documents)).toEqual(publishedTypes(name));
      expect(corpus.problems).toEqual([]);
    });
  });
