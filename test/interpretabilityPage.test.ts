import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { interpretabilityPage } from "../scripts/interpretabilityPage.js";
import type {
  DocumentRecord,
  InterpretabilityRecord,
  MentionRecord,
} from "../scripts/interpretabilityRecord.js";

const FOLDER = "docs/studies/interpretability";

function mention(inside: number | null): MentionRecord {
  const blank = { comprehensiveness: 0.75, sufficiency: 0.25 };
  const chance = { chanceComprehensiveness: 0.25, chanceSufficiency: 0.5 };
  return {
    ...{ start: 0, end: 4, type: "Age", words: 1, context: 20, probability: 0.9, gap: 0.01 },
    ...{ inside, top: true, neighbours: 1, all: { ...blank, ...chance }, outside: null },
  };
}

const document = (id: string, mentions: readonly MentionRecord[]): DocumentRecord => ({
  ...{ id, eligible: 3, mentions },
  right: { words: 10, neighbours: 9, sameVote: 10 },
  wrong: { words: 4, neighbours: 2, sameVote: 3 },
});

const record = (
  name: string,
  documents: readonly (readonly (number | null)[])[],
): InterpretabilityRecord => ({
  ...{ name, raretag: "0", objective: name, processorSeconds: 60 },
  settings: { test: "", models: {}, seed: 1, steps: 8, shares: [0.1] },
  documents: documents.map((inside, d) => document(`${d}`, inside.map(mention))),
});

/** Cells of the row that starts with a name, in the table that is number `table` of those with such a row. */
function row(page: string, name: string, table: number): string[] {
  const lines = page.split("\n").filter((line) => line.startsWith(`| ${name}`));
  return (lines[table] ?? "").split("|").map((cell) => cell.trim());
}

describe("interpretabilityPage", () => {
  // The third mention of document 0 is not measured with b yet, and the second of document 1 has no value in a.
  const a = record("a", [[0.1, 0.3, 0.9], [0.2, null], [0.4], []]);
  const b = record("b", [[0.4, 0.4], [0.5, 0.9], [0.3], []]);
  const page = interpretabilityPage([a, b]);

  test("compares mentions that have a value with every model", () => {
    const [, , n, ofA, ofB] = row(page, "positive attribution", 0);
    expect(n).toBe("4 / 3");
    expect(ofA).toMatch(/^0\.250 \[/); // (.1 + .3 + .2 + .4) / 4
    expect(ofB).toMatch(/^0\.400 \[/); // (.4 + .4 + .5 + .3) / 4
    const [, , documents, difference, p] = row(page, "b: positive attribution", 0);
    expect(documents).toBe("3");
    expect(difference).toMatch(/^0\.150 \[/);
    // By document +.4, +.3, -.1: with other signs the sum is .8, .6, .2 or 0, each twice; .6 or more in 4 of 8.
    expect(p).toBe("0.5000");
  });

  test("takes what chance does off", () => {
    expect(row(page, "comprehensiveness above chance, all", 0)[3]).toMatch(/^0\.500 /);
    expect(row(page, "sufficiency below chance, all", 0)[3]).toMatch(/^0\.250 /);
  });

  test("counts the neighbours of right and of wrong words", () => {
    const cells = row(page, "a ", 0);
    expect(cells.slice(2, 4)).toEqual(["40", "16"]);
    expect(cells[4]).toMatch(/^0\.900 /);
    expect(cells[5]).toMatch(/^0\.500 /);
  });
});

describe("docs/studies/interpretability.md", () => {
  test.runIf(existsSync(`${FOLDER}.md`))("is what the records say", () => {
    const records = readdirSync(FOLDER)
      .sort()
      .map((name) => JSON.parse(readFileSync(`${FOLDER}/${name}`, "utf8")));
    expect(readFileSync(`${FOLDER}.md`, "utf8")).toBe(interpretabilityPage(records));
  });
});
