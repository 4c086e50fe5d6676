/** Prints the table of docs/results.md from the records beside it: `npx tsx scripts/resultsTable.ts`. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "docs/results";

/** Scores of one run, under the names of the peer's output. */
interface Scores {
  readonly unweightedAccuracy: number;
  readonly unweightedAccuracySupportOver5: number;
  readonly macroF1Tokens: number;
  readonly spanMicroF1: number;
  readonly spanMacroF1: number;
  readonly strictMicroF1?: number;
  readonly strictMacroF1?: number;
}

const COLUMNS: readonly [keyof Scores, string][] = [
  ["unweightedAccuracy", "mean recall"],
  ["unweightedAccuracySupportOver5", "mean recall, support > 5"],
  ["macroF1Tokens", "macro-F1, words"],
  ["spanMicroF1", "run F1, micro"],
  ["spanMacroF1", "run F1, macro"],
  ["strictMicroF1", "strict F1, micro"],
  ["strictMacroF1", "strict F1, macro"],
];

/** Reads a record: the last line of `torch_baseline.py`, or the file of `raretag evaluate --out`. */
function scoresOf(file: string): Scores {
  const record = JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
  if ("spanMicroF1" in record) return record;
  const { tokens, paper, runs, mentions } = record;
  return {
    unweightedAccuracy: tokens.unweightedAccuracy,
    unweightedAccuracySupportOver5: paper.unweightedAccuracy,
    macroF1Tokens: tokens.macroF1,
    spanMicroF1: runs.micro.f1,
    spanMacroF1: runs.macro.f1,
    strictMicroF1: mentions.strict.micro.f1,
    strictMacroF1: mentions.strict.macro.f1,
  };
}

/** Files are called NAME-SEED.json; a row has the mean over the seeds, and their range. */
function resultsTable(): string {
  const groups = new Map<string, Scores[]>();
  for (const file of readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .sort()) {
    const name = file.replace(/-\d+\.json$/, "");
    groups.set(name, [...(groups.get(name) ?? []), scoresOf(file)]);
  }
  const cell = (runs: readonly Scores[], column: keyof Scores) => {
    const values = runs.map((run) => run[column]).filter((value) => value !== undefined);
    if (values.length === 0) return "-";
    const figure = (value: number) => value.toFixed(3).replace(/^0/, "");
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const range = `${figure(Math.min(...values))} to ${figure(Math.max(...values))}`;
    return values.length === 1 ? figure(mean) : `${figure(mean)} (${range})`;
  };
  return [
    `| run | seeds | ${COLUMNS.map(([, title]) => title).join(" | ")} |`,
    `|---|---|${COLUMNS.map(() => "---").join("|")}|`,
    ...[...groups].map(
      ([name, runs]) =>
        `| ${name} | ${runs.length} | ${COLUMNS.map(([column]) => cell(runs, column)).join(" | ")} |`,
    ),
  ].join("\n");
}

process.stdout.write(`${resultsTable()}\n`);
