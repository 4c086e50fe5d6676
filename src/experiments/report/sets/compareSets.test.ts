import { describe, expect, test } from "vitest";
import { parsePage, rowsOf } from "../../../../test/parsePage.js";
import type { Document } from "../../../corpus/index.js";
import { SCORE_NAMES } from "../../scores.js";
import { renderReportPage } from "../page.js";
import { setsReport } from "../setsReport.js";
import { compareSets } from "./compareSets.js";
import type { AnnotatedSet } from "./scoreSets.js";

const TEXTS = { a: "fever and knee pain", b: "rash , no fever", c: "knee pain" };
type Spans = Partial<Record<keyof typeof TEXTS, readonly [string, number, number][]>>;

const set = (name: string, spans: Spans, format = "brat"): AnnotatedSet => ({
  ...{ name, format },
  documents: Object.entries(TEXTS).map(
    ([id, text]): Document => ({
      ...{ id, text },
      mentions: (spans[id as keyof typeof TEXTS] ?? []).map(([type, start, end], i) => ({
        ...{ id: `T${i}`, type, start, end },
      })),
    }),
  ),
});

const GOLD = set("gold", {
  a: [
    ["Sign", 0, 5],
    ["Pain", 10, 19],
  ],
  b: [["Sign", 0, 4]],
  c: [["Pain", 0, 9]],
});
// Finds the fever and the second word of each pain.
const FIRST = set("first", {
  a: [
    ["Sign", 0, 5],
    ["Pain", 15, 19],
  ],
  c: [["Pain", 5, 9]],
});
// Finds everything, and a sign that is none.
const SECOND = set("second", {
  ...{
    a: [
      ["Sign", 0, 5],
      ["Pain", 10, 19],
    ],
    c: [["Pain", 0, 9]],
  },
  b: [
    ["Sign", 0, 4],
    ["Sign", 10, 15],
  ],
});

describe("compareSets", () => {
  const found = compareSets({ gold: GOLD, a: FIRST, b: SECOND });

  test("scores both as one does by hand", () => {
    // Words: 2 of Sign, 4 of Pain.
    const expected = {
      unweightedAccuracy: [(1 / 2 + 2 / 4) / 2, 1],
      macroF1: [(2 / 3 + 4 / 6) / 2, (4 / 5 + 1) / 2],
      microF1: [6 / 9, 12 / 13],
      mentionMicroF1: [2 / 7, 8 / 9],
      mentionMacroF1: [(2 / 3 + 0) / 2, (4 / 5 + 1) / 2],
      runMicroF1: [2 / 7, 8 / 9],
    };
    for (const name of SCORE_NAMES)
      found.results.forEach(({ scores }, s) => {
        expect([name, scores[name].value?.toFixed(12)]).toEqual([
          name,
          expected[name][s]?.toFixed(12),
        ]);
      });
    expect(found.documents).toBe(3);
  });

  test("takes the first from the second, tests every score, and corrects", () => {
    expect(found.family.comparisons.map(({ score }) => score)).toEqual(SCORE_NAMES);
    for (const { system, baseline, comparison, adjusted, score } of found.family.comparisons) {
      expect([system, baseline]).toEqual(["second", "first"]);
      const [a, b] = found.results.map(({ scores }) => scores[score].value as number);
      expect(comparison.difference).toBeCloseTo((b as number) - (a as number), 12);
      expect(adjusted).toBeGreaterThanOrEqual(comparison.p);
    }
    const micro = found.family.comparisons.find(({ score }) => score === "microF1");
    // All three documents differ: of 8 exchanges the observed one and its mirror image are as far apart.
    expect(micro?.differing).toEqual(["a", "b", "c"]);
    expect(micro?.comparison.p).toBe(0.25);
  });

  test("has the recall of each type, by gold mentions", () => {
    expect(found.types.map(({ type, support, words }) => [type, support, words])).toEqual([
      ["Pain", 2, 4],
      ["Sign", 2, 2],
    ]);
    expect(found.types[0]?.systems.map(({ recall }) => recall.share)).toEqual([0.5, 1]);
    expect(found.types[0]?.systems[1]?.difference?.difference).toBe(0.5);
  });

  test("turns its signs with the sets", () => {
    const turned = compareSets({ gold: GOLD, a: SECOND, b: FIRST });
    turned.family.comparisons.forEach(({ comparison }, i) => {
      const other = found.family.comparisons[i]?.comparison;
      expect(comparison.difference).toBeCloseTo(-(other?.difference as number), 12);
      expect(comparison.p).toBe(other?.p);
    });
  });

  test("reads columns, whose white space is not that of the gold", () => {
    const columns = (of: AnnotatedSet): AnnotatedSet => ({
      ...{ name: of.name, format: "conll" },
      documents: of.documents.map((document) => ({
        ...document,
        text: `\n${document.text}`,
        mentions: document.mentions.map((mention) => ({
          ...{ ...mention, start: mention.start + 1, end: mention.end + 1 },
        })),
      })),
    });
    expect(compareSets({ gold: GOLD, a: columns(FIRST), b: SECOND })).toEqual(found);
  });

  test("refuses documents that do not pair, and says which", () => {
    const [a, b, c] = SECOND.documents as [Document, Document, Document];
    const other = { ...SECOND, documents: [a, { ...b, id: "x" }, c, { ...c, id: "y" }] };
    expect(() => compareSets({ gold: GOLD, a: FIRST, b: other })).toThrow(
      'second: 4 documents do not pair with 3: it lacks 1 ("b") of the gold, and it has 2 ("x", "y") that the gold has not. Give predictions of the documents of the gold, under the same ids.',
    );
  });

  test("refuses another text, with its length and never its words", () => {
    const [a, ...others] = SECOND.documents as [Document, ...Document[]];
    const other = { ...SECOND, documents: [{ ...a, text: `${a.text}s` }, ...others] };
    expect(() => compareSets({ gold: GOLD, a: FIRST, b: other })).toThrow(
      'second: the text of document "a" has 20 characters and that of the gold 19; they differ from character 19 of the gold on. Predict the texts of the gold as they are.',
    );
    expect(() => compareSets({ gold: GOLD, a: FIRST, b: { ...other, format: "conll" } })).toThrow(
      "white space aside, they differ from character 19",
    );
  });

  test("has nothing to score where nothing is annotated", async () => {
    const none = compareSets({ gold: set("gold", {}), a: FIRST, b: SECOND });
    expect(none.family.comparisons).toEqual([]);
    const page = parsePage(await renderReportPage(setsReport(none), { version: "1" }));
    expect(page.textContent).toContain("The gold has no mention");
    expect(page.textContent).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("is rendered with the numbers that it has", async () => {
    const page = parsePage(await renderReportPage(setsReport(found), { version: "1" }));
    expect(rowsOf(page, "scores-table").map(([name]) => name)).toEqual(["first", "second"]);
    expect(rowsOf(page, "differences-microF1-table")[0]?.[3]).toContain("+0.256");
    expect(rowsOf(page, "types-types-table")[0]?.slice(0, 3)).toEqual(["Pain", "2", "4"]);
    expect(page.querySelector("h1")?.textContent).toBe("second against first");
  });
});
