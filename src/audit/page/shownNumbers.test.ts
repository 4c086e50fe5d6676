import { describe, expect, test } from "vitest";
import { auditOf } from "../../../test/auditSamples.js";
import { ENCODED, parse, split } from "../../../test/pageSamples.js";
import { numberOf, type PageElement, rowsOf } from "../../../test/parsePage.js";
import { createRandom } from "../../core/index.js";
import { generateCorpus } from "../../demo/index.js";

describe("numbers of renderPage", () => {
  const corpus = generateCorpus({ documents: 40, random: createRandom(5) });
  const report = auditOf({ train: corpus.slice(0, 30), test: corpus.slice(30) });
  const column = (page: PageElement, id: string, index: number) =>
    Object.fromEntries(rowsOf(page, id).map((row) => [row[0], numberOf(row[index])]));
  const eachOf = <T>(record: Readonly<Record<string, T>>, value: (of: T) => number) =>
    Object.fromEntries(Object.entries(record).map(([name, of]) => [name, value(of)]));
  const rounded = (digits: number) => (value: number) => Number(value.toFixed(digits));

  test("of types are those of the report", async () => {
    const { types, parts } = await report;
    const page = await parse(await report);
    expect(Object.keys(types).length).toBeGreaterThan(5);
    expect(column(page, "type-table", 1)).toEqual(eachOf(types, ({ mentions }) => mentions));
    expect(column(page, "type-table", 2)).toEqual(eachOf(types, ({ documents }) => documents));
    expect(column(page, "type-table", 3)).toEqual(eachOf(types, ({ tokens }) => tokens));
    expect(column(page, "type-table", 4)).toEqual(
      eachOf(types, ({ share }) => rounded(2)(100 * share)),
    );
    expect(column(page, "type-table", 5)).toEqual(
      eachOf(types, ({ meanLength }) => rounded(1)(meanLength)),
    );
    for (const [index, part] of [
      [8, "train"],
      [9, "test"],
    ] as const)
      expect(column(page, "type-table", index)).toEqual(
        Object.fromEntries(
          Object.keys(types).map((type) => [type, parts?.[part]?.types[type]?.mentions ?? 0]),
        ),
      );
  });

  test("of imbalance, passages and pairs are those of the report", async () => {
    const { imbalance, passages, cooccurrence } = await report;
    const page = await parse(await report);
    const shown = (id: string) => numberOf(page.querySelector(`#${id}`)?.textContent);
    expect(shown("entropy")).toBe(rounded(2)(imbalance.entropy));
    expect(shown("effective-types")).toBe(rounded(1)(imbalance.effectiveTypes));
    expect(shown("ratio")).toBeCloseTo(imbalance.ratio as number, 0);
    expect(shown("mean-types")).toBe(rounded(1)(passages.meanTypes));
    expect(shown("batch-types")).toBe(rounded(1)(passages.batch.meanTypes));
    expect(rowsOf(page, "passage-table").map(([, count]) => numberOf(count))).toEqual(
      passages.byTypes,
    );
    expect(
      rowsOf(page, "pair-table").map(([a, b, documents, both]) => [
        a,
        b,
        numberOf(documents),
        numberOf(both),
      ]),
    ).toEqual(
      cooccurrence
        .slice(0, 20)
        .map(({ types, documents, passages }) => [...types, documents, passages]),
    );
  });

  test("of weights and intervals are those of the report", async () => {
    const { weights, intervals } = await report;
    const page = await parse(await report);
    const classes = weights?.types ?? {};
    expect(column(page, "weight-table", 1)).toEqual(eachOf(classes, ({ count }) => count));
    expect(column(page, "weight-table", 2)).toEqual(
      eachOf(classes, ({ dataset }) => rounded(4)(dataset)),
    );
    expect(column(page, "weight-table", 3)).toEqual(
      eachOf(classes, ({ small }) => rounded(4)(small.positive)),
    );
    expect(column(page, "interval-table", 1)).toEqual(
      eachOf(intervals.types, ({ support }) => support),
    );
    expect(column(page, "interval-table", 2)).toEqual(
      eachOf(intervals.types, ({ width }) => rounded(2)(width)),
    );
  });

  test("of overlaps, conflicts, misses, duplicates and pieces are those of the report", async () => {
    const report = { ...(await split()), ...ENCODED };
    const page = await parse(report);
    expect(column(page, "relation-table", 1)).toEqual(report.overlaps);
    expect(
      rowsOf(page, "overlap-table")
        .find(([type]) => type === "Site")
        ?.slice(1, 4),
    ).toEqual(["1", "1", "1"]);
    expect(page.querySelector("#overlaps p")?.textContent).toMatch(/^1 mention is discontinuous/);
    expect(rowsOf(page, "conflict-pair-table")).toEqual([["Finding", "Sign", "1", "1", "1"]]);
    expect(column(page, "miss-type-table", 1)).toEqual(report.misses.byType);
    expect(rowsOf(page, "miss-table").length).toBe(report.misses.count);
    expect(page.querySelector("#leaks")?.textContent).toBe("1");
    expect(rowsOf(page, "identical-table")).toEqual([["a (train), f (test)", "2"]]);
    expect(column(page, "document-table", 1)).toEqual({ all: 6, train: 5, test: 1 });
    expect(column(page, "document-table", 3)).toEqual({ all: 1, train: 1, test: 0 });
    expect(rowsOf(page, "piece-table")).toEqual([
      ...[
        ["1", "80", "80.0 %"],
        ["2", "15", "15.0 %"],
        ["3 or more", "5", "5.0 %"],
      ],
    ]);
    expect(rowsOf(page, "long-table")).toEqual([["d", "Sign", "0", "16", "140"]]);
    expect(Object.values(column(page, "size-table", 1)).slice(3)).toEqual([
      1.3, 7, 99, 3, 4, 1, 2, 6,
    ]);
  });
});
