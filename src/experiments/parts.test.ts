/** The parts of a corpus: the same test part whatever is trained on, nested training parts, folds, groups. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { type Document, writeCorpus } from "../corpus/index.js";
import { generateCorpus } from "../demo/index.js";
import type { CorpusSource } from "./corpusSource.js";
import { createPartsReader, type Parts, type PartsOptions } from "./parts.js";

const folder = mkdtempSync(join(tmpdir(), "raretag-parts-"));
const path = join(folder, "corpus");
const other = join(folder, "other");
const NOTES = 30;
/** The notes of the corpus, and copies of the first three, which belong to them. */
const notes = generateCorpus({ documents: NOTES, random: createRandom(1) });
const copies = notes.slice(0, 3).map((note) => ({ ...note, id: `copy-of-${note.id}` }));

beforeAll(async () => {
  await writeCorpus(path, [...notes, ...copies], { format: "brat" });
  await writeCorpus(other, generateCorpus({ documents: 4, random: createRandom(2) }), {
    format: "brat",
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const reader = createPartsReader();
const options: PartsOptions = { split: 1, fold: 1, seed: 1, dev: "none" };
const parts = (source: Omit<CorpusSource, "path">, more: Partial<PartsOptions> = {}) =>
  reader.parts({ path, ...source }, { ...options, ...more });
const idsOf = (documents: readonly Document[] = []) => documents.map(({ id }) => id);
const allIds = idsOf([...notes, ...copies]).sort();

/** Whether each note is on the side of its copy. */
function keepsCopies({ train, dev = [], test: held }: Parts): boolean {
  return [train, dev, held].every((part) => {
    const ids = new Set(idsOf(part));
    return copies.every(({ id }) => ids.has(id) === ids.has(id.replace("copy-of-", "")));
  });
}

describe("createPartsReader", () => {
  test("parts all documents, in the order of their ids, and names the types to learn", async () => {
    const { train, dev, test: held, types } = await parts({ test: 9 });
    expect(dev).toBeUndefined();
    expect([...idsOf(train), ...idsOf(held)].sort()).toEqual(allIds);
    expect(Math.abs(held.length - 9)).toBeLessThanOrEqual(1); // copies stay with what they copy
    for (const part of [train, held]) expect(idsOf(part)).toEqual(idsOf(part).sort());
    const found = train.flatMap(({ mentions }) => mentions.map(({ type }) => type));
    expect(types).toEqual([...new Set(found)].sort());
  });

  test("takes a share for what it is of the number", async () => {
    expect(await parts({ test: 11 / 33 })).toEqual(await parts({ test: 11 }));
  });

  test("gives every size of training part, seed and change of training labels the same test part", async () => {
    const { test: held } = await parts({ test: 9 });
    for (const [source, more] of [
      [{ train: 5 }, {}],
      [{ train: 20 }, { seed: 7 }],
      [{ train: 20 }, { dev: 0.25 }],
      [{ change: { kind: "redraw-types", share: 0.5 } }, {}],
    ] as const)
      expect((await parts({ test: 9, ...source }, more)).test).toEqual(held);
    expect(idsOf((await parts({ test: 9 }, { split: 2 })).test)).not.toEqual(idsOf(held));
  });

  test("trains on the same first documents for every number of them", async () => {
    let before: string[] = [];
    for (const train of [2, 5, 12, 20]) {
      const ids = idsOf((await parts({ test: 9, train })).train);
      expect(ids).toHaveLength(train);
      expect(ids).toEqual(expect.arrayContaining(before));
      expect(ids).toEqual([...ids].sort());
      before = ids;
    }
    expect(before).not.toEqual(idsOf((await parts({ test: 9 })).train).slice(0, 20));
    const { train: all } = await parts({ test: 9 });
    expect((await parts({ test: 9, train: all.length })).train).toEqual(all);
  });

  test("takes the dev part from what is trained on", async () => {
    const dev = 0.25;
    const [with_, without] = [
      await parts({ test: 9, train: 16 }, { dev }),
      await parts({ test: 9, train: 16 }),
    ];
    expect(with_.dev).toHaveLength(4);
    expect([...idsOf(with_.train), ...idsOf(with_.dev)].sort()).toEqual(idsOf(without.train));
  });

  test("puts each document into the test part of one fold", async () => {
    const folds = await Promise.all(
      [1, 2, 3, 4].map((fold) => parts({ folds: 4 }, { fold, split: 3 })),
    );
    expect(folds.flatMap((fold) => idsOf(fold.test)).sort()).toEqual(allIds);
    for (const { train, test: held } of folds)
      expect([...idsOf(train), ...idsOf(held)].sort()).toEqual(allIds);
    await expect(parts({ folds: 4 }, { fold: 5 })).rejects.toThrow(
      `${path}: fold 5 is not among 4. Count from 1.`,
    );
  });

  test("never parts copies from what they copy", async () => {
    for (const split of [1, 2, 3, 4, 5]) {
      const dev = 0.3;
      expect(keepsCopies(await parts({ test: 0.3 }, { split, dev }))).toBe(true);
      expect(keepsCopies(await parts({ folds: 3 }, { split, dev, fold: 2 }))).toBe(true);
    }
  });

  test("takes a folder for the test part, and for the dev part", async () => {
    const { train, dev, test: held } = await parts({ test: other }, { dev: other });
    expect(idsOf(train)).toEqual(allIds);
    expect(held).toHaveLength(4);
    expect(dev).toEqual(held);
  });

  test.each([
    [{ test: 33 }, "a test part of 33 was asked for and there are 33 documents. Ask for a share"],
    [{ test: other, train: 40 }, "40 training documents were asked for and 33 are left beside the"],
  ])("refuses %j", async (source, message) => {
    await expect(parts(source)).rejects.toThrow(`${path}: ${message}`);
  });

  test("refuses a part without a mention", async () => {
    const bare = join(folder, "bare");
    await writeCorpus(
      bare,
      notes.slice(0, 4).map((note) => ({ ...note, mentions: [] })),
      { format: "brat" },
    );
    await expect(parts({ test: bare })).rejects.toThrow(
      /the training part has mentions of [1-9]\d* types and the test part of 0\. Give a corpus/,
    );
  });

  test("splits a corpus in which all documents are alike", async () => {
    const alike = join(folder, "alike");
    const note = notes[0] as Document;
    await writeCorpus(
      alike,
      Array.from({ length: 6 }, (_, i) => ({ ...note, id: `n${i}` })),
      { format: "brat" },
    );
    const { train, test: held } = await reader.parts({ path: alike, test: 2 }, options);
    expect([train.length, held.length]).toEqual([4, 2]);
  });
});
