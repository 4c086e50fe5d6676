/** Tables for terminal and Markdown. */
import { describe, expect, test } from "vitest";
import { markdownTable } from "./benchTable.js";

describe("markdownTable", () => {
  test("aligns columns, fills short rows and keeps bars inside their cell", () => {
    const table = markdownTable(["what", "n", "why"], [["a|b", "1", "x"], ["c"]], { left: [2] });
    expect(table).toBe(
      [
        "| what |   n | why |",
        "| ---- | --: | --- |",
        "| a\\|b |   1 | x   |",
        "| c    |     |     |",
      ].join("\n"),
    );
  });
});
