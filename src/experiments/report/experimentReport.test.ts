import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { all, type PageElement, parsePage, rowsOf } from "../../../test/parsePage.js";
import { syntheticExperiment } from "../../../test/syntheticRecords.js";
import { SCORE_NAMES } from "../scores.js";
import type { StoredExperiment } from "../store.js";
import { analyse } from "./analysis/analyse.js";
import { experimentReport } from "./experimentReport.js";
import { renderMarkdown } from "./markdown.js";
import { renderReportPage } from "./page.js";

const page = async (of: StoredExperiment, options: Parameters<typeof analyse>[1] = {}) =>
  renderReportPage(experimentReport(analyse(of, options)), { version: "1.2.3" });
const markdown = (of: StoredExperiment) => renderMarkdown(experimentReport(analyse(of)));
const soundNumbers = (root: PageElement) => {
  expect(root.textContent).not.toMatch(/NaN|undefined|Infinity|null/);
  for (const { name, value } of all(root, "svg *").flatMap((element) => [...element.attributes]))
    expect(`${name}=${value}`).not.toMatch(/NaN|undefined|Infinity/);
};

const WHOLE = syntheticExperiment({
  ...{ documents: 10, splits: 2, seeds: 2 },
  corpora: { "notes-40": { train: 40 }, "notes-160": { train: 160 } },
});
const ANALYSIS = analyse(WHOLE);
const REPORT = experimentReport(ANALYSIS);
const PAGE = await renderReportPage(REPORT, { version: "1.2.3" });

describe("renderReportPage", () => {
  test("has sections with ids of their own, links that lead somewhere, and tables with captions", async () => {
    const root = parsePage(PAGE);
    const ids = all(root, "[id]").map((element) => element.getAttribute("id"));
    expect(new Set(ids).size).toBe(ids.length);
    const links = all(root, "nav a").map((link) => link.getAttribute("href")?.slice(1));
    expect(links).toEqual(all(root, "main > section").map((one) => one.getAttribute("id")));
    expect(links).toContain("corpus2-differences");
    expect(links).toContain("sizes");
    for (const table of all(root, "table")) {
      expect(table.querySelector("caption")?.textContent).not.toBe("");
      const widths = new Set(all(table, "tr").map((row) => all(row, "th, td").length));
      expect(widths.size).toBe(1);
    }
    for (const figure of all(root, "figure")) {
      expect(all(figure, "svg").length).toBe(2);
      expect(figure.querySelector("desc")?.textContent).toMatch(/The tables? below ha(s|ve)/);
    }
    soundNumbers(root);
  });

  test("asks for nothing, runs nothing, and allows its own style sheet only", async () => {
    const markup = PAGE;
    const root = parsePage(markup);
    const hash = createHash("sha256")
      .update(all(root, "style")[0]?.textContent ?? "")
      .digest("base64");
    const policy = root.querySelector("meta[http-equiv=Content-Security-Policy]");
    expect(policy?.getAttribute("content")).toContain(
      `default-src 'none'; style-src 'sha256-${hash}'`,
    );
    expect(markup).not.toMatch(/url\(|@import|https?:/i);
    expect(all(root, "script, link, img, iframe, object, embed, form, base")).toEqual([]);
    const names = all(root).flatMap((element) => [...element.attributes].map(({ name }) => name));
    expect(names.filter((name) => /^on|^style$|^src|^xlink/.test(name))).toEqual([]);
  });

  test("shows the numbers of the analysis", async () => {
    const root = parsePage(PAGE);
    const { corpora } = ANALYSIS;
    corpora.forEach(({ results, family }, c) => {
      const rows = rowsOf(root, `corpus${c + 1}-scores-table`);
      expect(rows.map(([name]) => name)).toEqual(results.map(({ name }) => name));
      results.forEach(({ scores }, r) => {
        SCORE_NAMES.forEach((name, s) => {
          const { value, interval } = scores[name];
          expect(rows[r]?.[4 + s]).toContain(
            `${value?.toFixed(3)}[${interval?.low.toFixed(3)}, ${interval?.high.toFixed(3)}]`,
          );
        });
      });
      const tests = rowsOf(root, `corpus${c + 1}-differences-macroF1-table`);
      const expected = family.comparisons.filter(({ score }) => score === "macroF1");
      expect(tests.length).toBe(expected.length);
      expected.forEach(({ system, adjusted }, t) => {
        expect(tests[t]?.[0]).toBe(system);
        expect(tests[t]?.[5]).toBe(adjusted < 1e-4 ? "<0.0001" : adjusted.toFixed(4));
      });
    });
  });

  test("draws a filled dot for each difference that stands, and no other", async () => {
    const root = parsePage(PAGE);
    const expected = ANALYSIS.corpora[0]?.family.comparisons.filter(
      ({ score }) => score === "runMicroF1",
    );
    const figure = root.querySelector(
      "#corpus1-differences-runMicroF1-plot svg.wide",
    ) as PageElement;
    expect(all(figure, "circle").map((dot) => dot.getAttribute("fill") ?? "var(--ink)")).toEqual(
      expected?.map(({ adjusted }) => (adjusted < 0.05 ? "var(--ink)" : "var(--paper)")),
    );
  });

  test("shows the scores that are asked for", async () => {
    const root = parsePage(await page(WHOLE, { scores: ["mentionMicroF1"] }));
    const heads = all(root, "#corpus1-scores-table thead th").map(({ textContent }) => textContent);
    expect(heads).toEqual(["System", "Runs", "Seeds", "Documents", "mention micro-F1"]);
    expect(root.textContent).toContain("has 5 tests: 5 pairs of systems in 1 score.");
  });

  test("makes no markup of what files say", async () => {
    const evil = '</table><img src="x" onerror="y">|`*';
    const record = [...WHOLE.records.values()].map((one) => {
      const training = { ...one.training, [evil]: { mentions: 3, pieces: 3 } };
      const argmax = one.decoders.argmax as NonNullable<typeof one.decoders.argmax>;
      const counts = argmax.counts.words.Type_0 as NonNullable<typeof argmax.counts.words.Type_0>;
      const words = { ...argmax.counts.words, [evil]: counts };
      const decoders = {
        ...one.decoders,
        argmax: { ...argmax, counts: { ...argmax.counts, words } },
      };
      return [one.id, { ...one, training, decoders }] as const;
    });
    const experiment = { ...WHOLE.experiment, about: evil };
    const hostile = { ...WHOLE, experiment, records: new Map(record) };
    const root = parsePage(await page(hostile));
    expect(all(root, "img")).toEqual([]);
    expect(root.querySelector(".subtitle")?.textContent).toBe(evil);
    expect(rowsOf(root, "corpus1-types-table").map(([type]) => type)).toContain(evil);
    expect(markdown(hostile)).toContain('\\</table>\\<img src="x" onerror="y">\\|\\`\\*');
  });
});

describe("experimentReport", () => {
  test("gives the same bytes for the same records", async () => {
    expect(await page(WHOLE)).toBe(PAGE);
    expect(markdown(WHOLE)).toBe(renderMarkdown(REPORT));
  });

  test("takes nothing from costs but their numbers", () => {
    const costs = new Map(
      [...WHOLE.costs].map(([id, cost]) => [id, { ...cost, machine: "other", at: "2030" }]),
    );
    expect(markdown({ ...WHOLE, costs })).toBe(renderMarkdown(REPORT));
  });

  test("says which runs are missing, and marks the systems that lack some", () => {
    const records = new Map(WHOLE.records);
    for (const number of [2, 3, 4]) records.delete(WHOLE.experiment.runs[number - 1]?.id as string);
    const text = markdown({ ...WHOLE, records });
    expect(text).toContain("3 runs are missing of 24, by number 2 to 4.");
    expect(text).toMatch(/\| btl-ignored, argmax \| 3 of 4 without 2 \| 1 \|/);
    expect(text).toMatch(/\| atl, knn \| 3 of 4 without 4 \| 1 \|/);
  });

  test("says that there is no baseline, and nothing of a corpus without runs", async () => {
    const experiment = { ...WHOLE.experiment, baseline: {} };
    expect(markdown({ ...WHOLE, experiment })).toContain("names no baseline");
    const none = { ...WHOLE, records: new Map() };
    expect(markdown(none)).toContain("24 runs are missing of 24, by number 1 to 24.");
    soundNumbers(parsePage(await page(none)));
  });

  test.each([
    ["one document", { documents: 1 }],
    ["two documents of one type", { documents: 2, types: 1 }],
    ["nothing found", { recall: { atl: { argmax: 0 }, btl: { argmax: 0 } } }],
    ["everything found", { recall: { atl: { argmax: 5 }, btl: { argmax: 5 } } }],
  ])("holds of %s", async (_, options) => {
    const root = parsePage(await page(syntheticExperiment({ seeds: 1, documents: 6, ...options })));
    soundNumbers(root);
    expect(all(root, "main > section").length).toBe(8);
  });

  test("500 types and 90 systems stay readable, and Markdown has all systems", async () => {
    const many = syntheticExperiment({
      ...{ documents: 3, types: 12, seeds: 1 },
      recall: Object.fromEntries(
        Array.from({ length: 90 }, (_, s) => [`system-${s}`, { argmax: 0.5 + s / 1000 }]),
      ),
      baseline: { objective: "system-0" },
    });
    const types = Array.from({ length: 500 }, (_, t) => `Type with a long name, number ${t}`);
    const [first, ...others] = [...many.records.values()];
    const wide = [first, others.at(-1)].map((record) => {
      const argmax = record?.decoders.argmax;
      const row = argmax?.counts.words.Type_0;
      const words = Object.fromEntries(types.map((type) => [type, row]));
      const shares = Object.fromEntries(types.map((type) => [type, argmax?.shares.Type_0]));
      const decoders = { argmax: { ...argmax, shares, counts: { ...argmax?.counts, words } } };
      return [record?.id, { ...record, decoders }];
    });
    const records = new Map([...many.records, ...(wide as [])]);
    const of = { ...many, records };
    const options = { scores: ["microF1"] as const };
    const report = experimentReport(analyse(of, options));
    const markup = await renderReportPage(report, { version: "1.2.3" });
    expect(Buffer.byteLength(markup)).toBeLessThan(1e6);
    const root = parsePage(markup);
    expect(rowsOf(root, "corpus1-types-table").length).toBeLessThan(100);
    expect(root.querySelector("#corpus1-types-table")?.closest("section")?.textContent).toContain(
      "more not shown; the records have all.",
    );
    expect(rowsOf(root, "corpus1-scores-table").length).toBe(81);
    const text = renderMarkdown(report);
    for (let s = 0; s < 90; s++) expect(text).toContain(`| system-${s} |`);
  });
});
