import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import type { Document } from "./document.js";
import { planSplits, type SplitPlan } from "./splitPlan.js";

const SEED = 20240920;
const corpus = (count: number): Document[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ id: `d${String(i).padStart(3, "0")}`, text: "fever" },
    mentions: [{ id: "T1", type: `T${i % 7}`, start: 0, end: 5 }],
  }));
const plan = (documents: Document[], settings: SplitPlan, groups?: Map<string, string>) =>
  planSplits(documents, settings, { random: createRandom(SEED), groups });
const ids = (documents: readonly Document[]) => documents.map(({ id }) => id);

describe("planSplits", () => {
  test("takes shares of all documents for test and dev", () => {
    const documents = corpus(100);
    const [parts, ...others] = plan(documents, { test: 0.2, dev: 0.1 });
    expect(others).toEqual([]);
    expect([parts?.train, parts?.dev, parts?.test].map((part) => part?.length)).toEqual([
      70, 10, 20,
    ]);
    const all = [...(parts?.train ?? []), ...(parts?.dev ?? []), ...(parts?.test ?? [])];
    expect(ids(all).sort()).toEqual(ids(documents));
  });

  test("makes one held-out part where one is asked for", () => {
    const sizes = (settings: SplitPlan) => {
      const [parts] = plan(corpus(40), settings);
      return [parts?.train.length, parts?.dev.length, parts?.test.length];
    };
    expect(sizes({ test: 0.25 })).toEqual([30, 0, 10]);
    expect(sizes({ dev: 0.25 })).toEqual([30, 10, 0]);
  });

  test("scores each document once in each repeat, and never learns it there", () => {
    const documents = corpus(43);
    const splits = plan(documents, { folds: 5, repeats: 3, dev: 0.1 });
    expect(splits).toHaveLength(15);
    for (const repeat of [0, 1, 2]) {
      const folds = splits.slice(5 * repeat, 5 * repeat + 5);
      expect(folds.flatMap(({ test: held }) => ids(held)).sort()).toEqual(ids(documents));
    }
    for (const { train, dev, test: held } of splits) {
      expect(ids([...train, ...dev, ...held]).sort()).toEqual(ids(documents));
      expect(dev).toHaveLength(4);
    }
    expect(ids(splits[0]?.test ?? [])).not.toEqual(ids(splits[5]?.test ?? []));
  });

  test(`never parts a group, whatever its size, and leaves no part empty (seed ${SEED})`, () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 4, maxLength: 25 });
    const plans: fc.Arbitrary<SplitPlan> = fc.oneof(
      fc.record({
        test: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
        dev: fc.double({ min: 0.05, max: 0.3, noNaN: true }),
      }),
      fc.record({ folds: fc.integer({ min: 2, max: 4 }), repeats: fc.integer({ min: 1, max: 2 }) }),
    );
    fc.assert(
      fc.property(sizes, plans, (drawn, settings) => {
        const names = drawn.flatMap((size, group) =>
          Array.from({ length: size }, () => `g${group}`),
        );
        const documents = corpus(names.length);
        const groups = new Map(documents.map(({ id }, i) => [id, names[i] as string]));
        for (const { train, dev, test: held } of plan(documents, settings, groups)) {
          const sides = [train, dev, held].map(
            (part) => new Set(part.map(({ id }) => groups.get(id))),
          );
          expect(train.length + dev.length + held.length).toBe(documents.length);
          expect(sides.reduce((sum, side) => sum + side.size, 0)).toBe(drawn.length);
          expect(Math.min(train.length, held.length)).toBeGreaterThan(0);
          if (settings.dev) expect(dev.length).toBeGreaterThan(0);
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test("meets the share to half of the largest group, where small groups are there to fill up", () => {
    const sizes = [12, 9, 7, ...Array.from({ length: 40 }, (_, i) => 1 + (i % 4))];
    const names = sizes.flatMap((size, group) => Array.from({ length: size }, () => `g${group}`));
    const documents = corpus(names.length);
    const groups = new Map(documents.map(({ id }, i) => [id, names[i] as string]));
    for (const share of [0.1, 0.2, 0.5]) {
      const [parts] = plan(documents, { test: share }, groups);
      const off = Math.abs((parts?.test.length ?? 0) - share * documents.length);
      expect(off).toBeLessThanOrEqual(6.5);
    }
    for (const { test: held } of plan(documents, { folds: 5 }, groups))
      expect(Math.abs(held.length - documents.length / 5)).toBeLessThanOrEqual(6.5);
  });

  test.each<[SplitPlan, string]>([
    [{ test: 0.2, folds: 5 }, "--test: a share for test cannot be combined with folds"],
    [{ test: 0.2, repeats: 2 }, "--repeats: there are no folds to repeat"],
    [
      { test: 0.6, dev: 0.5 },
      "a share of 1.1 in the dev and test parts leaves nothing to train on",
    ],
    [{ folds: 2, dev: 0.5 }, "a share of 1 in the dev and test parts leaves nothing to train on"],
    [{}, "a share of 0 in the dev and test parts leaves nothing to score"],
  ])("refuses %j", (settings, problem) => {
    expect(() => plan(corpus(20), settings)).toThrow(problem);
  });

  test("refuses fewer groups than parts, and says that documents belong together", () => {
    const documents = corpus(10);
    const groups = new Map(documents.map(({ id }) => [id, "all"]));
    expect(() => plan(documents, { test: 0.2 }, groups)).toThrow(
      "10 documents belong together in 1 group, which cannot be parted into 2. Give more documents, or take near duplicates apart with --near-duplicates ignore.",
    );
  });
});
