/** The committed figures of docs/statistics.md: made by this code, and within their bands where the page says so. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runCell, SIZES, STUDIES } from "./statisticsCells.js";
import { type Cells, cellName, RECORD, renderTables } from "./statisticsTables.js";

const cells: Cells = JSON.parse(readFileSync(RECORD, "utf8"));

describe("docs/statistics.json", () => {
  test("has every cell, and no other", () => {
    const names = STUDIES.flatMap((study) => SIZES.map((n) => cellName(study, n)));
    expect(Object.keys(cells).sort()).toEqual(names.sort());
  });

  test("is what the tables of docs/statistics.md show", () => {
    expect(readFileSync("docs/statistics.md", "utf8")).toContain(renderTables(cells));
  });

  test.each(STUDIES)("is measured again with 20 documents: $name", (study) => {
    expect(runCell(study, 20)).toEqual(cells[cellName(study, 20)]);
  });
});
