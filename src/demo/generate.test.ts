import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import type { Document } from "../corpus/index.js";
import { generateCorpus } from "./generate.js";
import { type DemoType, type EntryList, LEXICON } from "./lexicon.js";
import { RARE_TOPICS, SECTIONS } from "./templates.js";

const SEED = 20_240_903;
const LISTS: readonly EntryList[] = Object.values(LEXICON);
const TYPES = [...new Set(LISTS.map(({ type }) => type))];
const CORPUS = generateCorpus({ documents: 120, random: createRandom(SEED) });

/** Number of mentions of each type. */
function countTypes(documents: readonly Document[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of documents.flatMap(({ mentions }) => mentions))
    counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

/** Lower-case texts of the mentions of a type. */
function textsOf(documents: readonly Document[], type: DemoType): Set<string> {
  return new Set(
    documents.flatMap(({ text, mentions }) =>
      mentions
        .filter((mention) => mention.type === type)
        .map(({ start, end }) => text.slice(start, end).toLowerCase()),
    ),
  );
}

/** Whether `text` is an entry of `type`, each # a digit, letter case aside. */
function isEntry(text: string, type: string): boolean {
  const shape = text.toLowerCase().replace(/\d/g, "#");
  return LISTS.some(
    (list) =>
      list.type === type &&
      list.entries.some((entry) => entry.toLowerCase().replace(/\d/g, "#") === shape),
  );
}

describe("generateCorpus", () => {
  test("gives mentions that slice to an entry of their type", () => {
    for (const { text, mentions } of CORPUS)
      for (const { start, end, type } of mentions)
        expect(isEntry(text.slice(start, end), type), `${type}: ${text.slice(start, end)}`).toBe(
          true,
        );
  });

  test("gives sorted mentions that do not overlap, with ids of their own", () => {
    for (const { mentions } of CORPUS) {
      expect(new Set(mentions.map(({ id }) => id)).size).toBe(mentions.length);
      for (const [index, mention] of mentions.entries())
        expect(mention.start).toBeGreaterThan(mentions[index - 1]?.end ?? -1);
    }
  });

  test("gives documents with ids of their own, whatever their number", () => {
    for (const documents of [0, 1, 2, 1001]) {
      const ids = generateCorpus({ documents, random: createRandom(SEED) }).map(({ id }) => id);
      expect(new Set(ids).size).toBe(documents);
    }
  });

  test.each([1, 2, 3, 4])("writes 6 to 14 sentences and 80 to 200 words (seed %i)", (seed) => {
    for (const { text } of generateCorpus({ documents: 120, random: createRandom(seed) })) {
      const sentences = text.trimEnd().split("\n").length;
      const words = text.trim().split(/\s+/).length;
      expect(sentences).toBeGreaterThanOrEqual(6);
      expect(sentences).toBeLessThanOrEqual(14);
      expect(words).toBeGreaterThanOrEqual(80);
      expect(words).toBeLessThanOrEqual(200);
    }
  });

  test.each([1, 2, 3, 4])("has every type at 120 notes, skewed by 50 to 1 (seed %i)", (seed) => {
    const counts = countTypes(generateCorpus({ documents: 120, random: createRandom(seed) }));
    expect([...counts.keys()].sort()).toEqual([...TYPES].sort());
    expect(Math.max(...counts.values()) / Math.min(...counts.values())).toBeGreaterThanOrEqual(50);
  });

  test("has each rare type in two notes of a small corpus", () => {
    const corpus = generateCorpus({ documents: 8, random: createRandom(SEED) });
    for (const { type } of RARE_TOPICS)
      expect(corpus.filter((note) => note.mentions.some((m) => m.type === type)).length).toBe(2);
  });

  test("gives one corpus a seed, and another for another seed", () => {
    const again = generateCorpus({ documents: 120, random: createRandom(SEED) });
    const other = generateCorpus({ documents: 120, random: createRandom(SEED + 1) });
    expect(again).toEqual(CORPUS);
    expect(other).not.toEqual(CORPUS);
  });

  test("has words whose type only the sentence tells", () => {
    const signs = textsOf(CORPUS, "Sign_symptom");
    expect([...textsOf(CORPUS, "Disease_disorder")].some((text) => signs.has(text))).toBe(true);
    const drugs = textsOf(CORPUS, "Medication");
    expect([...textsOf(CORPUS, "Diagnostic_procedure")].some((text) => drugs.has(text))).toBe(true);
  });

  test("has words of the lexicon that are no mention", () => {
    const occupations = LEXICON.occupation.entries;
    const unmarked = CORPUS.filter(
      ({ text, mentions }) =>
        mentions.every(({ type }) => type !== "Occupation") &&
        occupations.some((entry) => text.includes(` a ${entry}`)),
    );
    expect(unmarked.length).toBeGreaterThan(0);
  });

  test("keeps a part of each long list for notes that are not familiar", () => {
    const options = { documents: 300, random: createRandom(SEED) };
    const familiar = textsOf(generateCorpus({ ...options, entries: "familiar" }), "Medication");
    const all = textsOf(generateCorpus(options), "Medication");
    const unmet = [...all].filter((text) => !familiar.has(text));
    expect(unmet.length / all.size).toBeGreaterThan(0.1);
    expect(unmet.length / all.size).toBeLessThan(0.3);
  });
});

describe("templates", () => {
  test("name only lists of the lexicon, and use them all", () => {
    const templates = [...SECTIONS, ...RARE_TOPICS].flatMap((part) => part.templates);
    const slots = templates.flatMap((template) => template.match(/(?<=[{<])[^}>]+(?=[}>])/g) ?? []);
    const names = slots.flatMap((slot) => slot.split("|"));
    expect([...new Set(names)].sort()).toEqual(Object.keys(LEXICON).sort());
  });
});
