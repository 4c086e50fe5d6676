/**
 * Measures the room `statistics` by simulation and writes the tables of docs/statistics.md: `npx tsx
 * scripts/statisticsTable.ts`. Each cell goes to docs/statistics.json when it is done; a run that was stopped goes on.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { runCell, SIZES, STUDIES } from "../test/nightly/statisticsCells.js";
import { type Cells, cellName, RECORD, renderTables } from "../test/nightly/statisticsTables.js";

const PAGE = "docs/statistics.md";
const [BEGIN, END] = ["<!-- simulation -->\n", "<!-- /simulation -->"];

const cells: Cells = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, "utf8")) : {};
for (const study of STUDIES)
  for (const n of SIZES) {
    const name = cellName(study, n);
    if (cells[name]) continue;
    const start = performance.now();
    cells[name] = runCell(study, n);
    writeFileSync(RECORD, `${JSON.stringify(cells, undefined, 1)}\n`);
    process.stdout.write(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
  }

const page = readFileSync(PAGE, "utf8");
const [before, rest] = page.split(BEGIN) as [string, string];
const after = rest.split(END)[1];
writeFileSync(PAGE, `${before}${BEGIN}\n${renderTables(cells)}\n${END}${after}`);
