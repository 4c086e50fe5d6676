import { describe, expect, test } from "vitest";
import type { Block } from "./blocks.js";
import { renderMarkdown } from "./markdown.js";

const render = (...blocks: Block[]) =>
  renderMarkdown({
    ...{ kind: "Experiment", title: "t", subtitle: "", elsewhere: "the records have all" },
    sections: [{ id: "s", title: "Scores", blocks }],
  });
const table = (rows: number, complete?: true): Block => ({
  ...{ kind: "table", id: "t", caption: "Numbers" },
  columns: [{ head: "n" }, { head: "name", text: true }],
  rows: Array.from({ length: rows }, (_, n) => [String(n), ["x", "small"]]),
  note: "n of all.",
  ...(complete ? { complete } : {}),
});

describe("renderMarkdown", () => {
  test("writes headings, paragraphs and tables, and leaves plots out", () => {
    expect(render({ kind: "text", text: "So it is." }, table(1))).toBe(
      [
        ...["# Experiment: t", "", "## Scores", "", "So it is.", "", "### Numbers", ""],
        ...["| n | name |", "| --- | --- |", "| 0 | x small |", "", "n of all.", ""],
      ].join("\n"),
    );
  });

  test("says how many rows of a long table it leaves out, and where they are", () => {
    const lines = render(table(200)).split("\n");
    expect(lines.filter((line) => /^\| \d/.test(line)).length).toBe(80);
    expect(lines).toContain("| (120 more) |  |");
    expect(lines).toContain("120 more not shown; the records have all.");
  });

  test("keeps every row where it is the one place that has them", () => {
    const lines = render(table(200, true)).split("\n");
    expect(lines.filter((line) => /^\| \d/.test(line)).length).toBe(200);
  });

  test("makes no markup of names", () => {
    const text = render({ kind: "text", text: "<b> a|b `c` *d* [e](f) _g_ Sign_symptom\n# h" });
    expect(text).toContain("\\<b> a\\|b \\`c\\` \\*d\\* \\[e\\](f) \\_g\\_ Sign_symptom \\# h");
  });
});
