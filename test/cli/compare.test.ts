import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.js";
import { type Document, writeCorpus } from "../../src/corpus/index.js";
import { notes, raretag, temporaryFolder } from "./raretag.js";

const { path, remove } = temporaryFolder();
afterAll(remove);

const GOLD = notes(24);
/** The gold without a share of its mentions. */
const missing = (share: number, seed: number): Document[] => {
  const random = createRandom(seed);
  return GOLD.map((document) => ({
    ...document,
    mentions: document.mentions.filter(() => random.next() >= share),
  }));
};

beforeAll(async () => {
  await writeCorpus(path("gold"), GOLD, { format: "brat" });
  await writeCorpus(path("worse"), missing(0.4, 1), { format: "brat" });
  await writeCorpus(path("better.jsonl"), missing(0.1, 2), { format: "jsonl" });
});
const compare = (...more: string[]) =>
  raretag("compare", path("worse"), path("better.jsonl"), "--gold", path("gold"), ...more);

describe("raretag compare", () => {
  test("finds which of two sets is better, whatever their formats, the same again", async () => {
    const [first, second] = [await compare(), await compare()];
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(
      /^# Comparison: better\.jsonl against worse\n\non 24 documents of gold\n/,
    );
    expect(first.stdout).toContain("All differences are better.jsonl minus worse.");
    expect(second).toEqual(first);
  });

  test("prints its numbers as JSON", async () => {
    const { stdout } = await compare("--json");
    const { results, family, documents } = JSON.parse(stdout);
    const mentions = GOLD.flatMap((document) => document.mentions).length;
    const found = [missing(0.4, 1), missing(0.1, 2)].map(
      (documents) => documents.flatMap((document) => document.mentions).length,
    );
    expect(documents).toBe(24);
    found.forEach((n, i) => {
      expect(results[i].scores.mentionMicroF1.value).toBeCloseTo((2 * n) / (n + mentions), 12);
    });
    for (const { comparison, adjusted } of family.comparisons) {
      expect(comparison.difference).toBeGreaterThan(0.1);
      expect(adjusted).toBeLessThan(0.01);
    }
  });

  test("writes files", async () => {
    const files = ["--markdown", path("c.md"), "--html", path("c.html"), "--score", "microF1"];
    expect(await compare(...files)).toMatchObject({ code: 0, stdout: "" });
    expect(readFileSync(path("c.md"), "utf8")).toContain("Differences in micro-F1 of words");
    expect(readFileSync(path("c.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  test("reads columns, where words and white space are the format's own", async () => {
    const conll = missing(0.4, 1);
    await writeCorpus(path("worse.conll"), conll, { format: "conll" });
    await writeCorpus(path("gold.conll"), GOLD, { format: "conll" });
    const { code, stdout } = await raretag(
      ...[
        "compare",
        path("worse.conll"),
        path("worse.conll"),
        "--gold",
        path("gold.conll"),
        "--json",
      ],
    );
    expect(code).toBe(0);
    const brat = JSON.parse((await compare("--json")).stdout);
    const scores = JSON.parse(stdout).results[0].scores;
    expect(scores.microF1.value).toBeCloseTo(brat.results[0].scores.microF1.value, 2);
  });

  test("refuses documents that do not pair, without their words", async () => {
    await writeCorpus(path("fewer"), GOLD.slice(1), { format: "brat" });
    const lacking = await raretag("compare", path("worse"), path("fewer"), "--gold", path("gold"));
    expect(lacking).toMatchObject({ code: 2, stdout: "" });
    expect(lacking.stderr).toContain(
      'fewer: 23 documents do not pair with 24: it lacks 1 ("note-001") of the gold.',
    );
    const other = GOLD.map((document, d) =>
      d === 4 ? { ...document, text: `${document.text}Zyxwv.` } : document,
    );
    await writeCorpus(path("other"), other, { format: "brat" });
    const changed = await raretag("compare", path("worse"), path("other"), "--gold", path("gold"));
    expect(changed.code).toBe(2);
    expect(changed.stderr).toContain('the text of document "note-005"');
    expect(changed.stderr).not.toContain("Zyxwv");
  });

  test.each([[[]], [["c"]]])("refuses what is not two sets, with %j more", async (more) => {
    const sets =
      more.length === 0 ? [path("worse")] : [path("worse"), path("worse"), path("worse")];
    const { code, stderr } = await raretag("compare", ...sets, "--gold", path("gold"));
    expect(code).toBe(2);
    expect(stderr).toContain(`${sets.length} sets of predictions are given, but it compares 2`);
  });
});
