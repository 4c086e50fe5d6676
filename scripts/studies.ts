/**
 * The studies of docs/studies: `npm run studies` does the runs that are missing and writes a page for each from its records,
 * `npm run studies -- --pages` writes the pages alone. Names choose some: `npm run studies -- --pages ablation`.
 *
 * A study is a folder with a grid, and with findings.md where somebody has said what its numbers mean; records are shared.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runExperiment } from "../src/cli/experiment.js";
import {
  analyse,
  experimentReport,
  readExperiment,
  renderMarkdown,
} from "../src/experiments/index.js";

const FOLDER = "docs/studies";
const RECORDS = join(FOLDER, "records");

const asked = process.argv.slice(2);
const pagesOnly = asked.includes("--pages");
const names = asked.filter((word) => !word.startsWith("--"));
const studies = readdirSync(FOLDER)
  .filter((name) => existsSync(join(FOLDER, name, "grid.yaml")))
  .filter((name) => names.length === 0 || names.includes(name));

for (const name of studies) {
  const folder = join(FOLDER, name);
  const grid = join(folder, "grid.yaml");
  if (!pagesOnly)
    await runExperiment(
      { grid, out: folder, records: RECORDS },
      {
        stdout: (text) => process.stdout.write(text),
        stderr: (text) => process.stderr.write(text),
        stdin: process.stdin,
      },
    );
  if (!existsSync(join(folder, "experiment.json"))) continue; // not begun
  const stored = await readExperiment({ folder, records: RECORDS });
  if (stored.records.size === 0) continue;
  writeFileSync(
    join(FOLDER, `${name}.md`),
    pageOf(name, renderMarkdown(experimentReport(analyse(stored)))),
  );
  process.stdout.write(`${name}\n`);
}

/** The report, with how it was made and what it means below its title. */
function pageOf(name: string, report: string): string {
  const [title = "", ...rest] = report.split("\n");
  const findings = join(FOLDER, name, "findings.md");
  const made = `Written by \`npm run studies -- --pages ${name}\` from [its grid](${name}/grid.yaml) and the records in
[records](records); \`npm run studies -- ${name}\` does the runs.`;
  const meaning = existsSync(findings) ? ["", readFileSync(findings, "utf8").trimEnd()] : [];
  return [title, "", made, ...meaning, ...rest].join("\n");
}
