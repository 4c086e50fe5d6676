/** The table of all rows, as the terminal and docs/benchmarks.md show it. */

import { markdownTable } from "../src/cli/benchTable.js";
import { type FieldPath, type Goal, type Row, splitPath, type Unit } from "./benchmark.js";
import type { Records, RowRecord } from "./records.js";

const FIRST_LINE = "<!-- generated: npm run bench; text outside of these lines is kept -->";
const LAST_LINE = "<!-- end of what is generated -->";

const HEADER = [
  "row",
  "what",
  "raretag",
  "against",
  "figure",
  "range",
  "goal",
  "reached",
  "beside",
];
const WORDS = [1, 3, 7, 8];

/** One line a row; those without a record are called not measured. */
export function renderTable(rows: readonly Row[], records: Records): string {
  return markdownTable(
    HEADER,
    rows.map((row) => cellsOf(row, records[row.name])),
    { left: WORDS },
  );
}

function cellsOf(row: Row, record: RowRecord | undefined): string[] {
  const { name, what, unit, comparison } = row;
  const goal = goalText(row);
  if (!record) return [name, what, "not measured", labelOf(row), "", "", goal, "", ""];
  const { ours, theirs, figure, range, reached, beside } = record;
  const show = (value: number) => figureText(comparison === "ours" ? unit : undefined, value);
  const against = theirs === undefined ? "peer not available" : quantity(theirs, unit);
  return [
    name,
    what,
    quantity(ours, unit),
    row.theirs ? `${labelOf(row)}: ${against}` : "",
    figure === undefined ? "" : show(figure),
    range === undefined ? "" : range.map(show).join(" to "),
    goal,
    reached === undefined ? "" : reached ? "yes" : "no",
    Object.entries(beside)
      .map(([label, value]) => `${label}: ${quantity(value, unit)}`)
      .join("; "),
  ];
}

function labelOf({ theirs, against, measurement }: Row): string {
  if (against !== undefined || theirs === undefined) return against ?? "";
  return measurement.sides[splitPath(theirs as FieldPath).side]?.label ?? "";
}

const goalValue = (goal: Goal) => ("atLeast" in goal ? goal.atLeast : goal.atMost);

function goalText({ goal, comparison, unit }: Row): string {
  if (!goal) return "";
  const sign = "atLeast" in goal ? ">=" : "<=";
  const value = goalValue(goal);
  if (comparison === "ours") return `${sign} ${value} ${unit}`;
  return `${sign} ${value}${comparison === "theirs - ours" ? ` ${unit}` : "x"}`;
}

function figureText(unit: Unit | undefined, value: number): string {
  return unit ? quantity(value, unit) : value.toFixed(2);
}

/** A figure with three digits that count, and its unit. */
function quantity(value: number, unit: Unit): string {
  const digits = unit === "MiB" ? 0 : value >= 100 ? 1 : value >= 1 ? 2 : 3;
  return `${value.toFixed(digits)} ${unit}`;
}

/** What is generated of docs/benchmarks.md: the table, and where each of its rows was measured. */
export function renderGenerated(rows: readonly Row[], records: Records): string {
  return `${renderTable(rows, records)}\n\n${renderEnvironments(rows, records)}`;
}

/** One item for each machine, set of versions, commit and number of rounds. */
function renderEnvironments(rows: readonly Row[], records: Records): string {
  const groups = new Map<string, string[]>();
  for (const { name } of rows) {
    const record = records[name];
    if (!record) continue;
    const text = environmentText(record);
    groups.set(text, [...(groups.get(text) ?? []), name]);
  }
  if (groups.size === 0) return "Nothing has been measured yet.";
  return [...groups].map(([text, names]) => `- ${text}: ${names.join(", ")}`).join("\n");
}

function environmentText({ environment, rounds }: RowRecord): string {
  const { date, commit, machine, versions } = environment;
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const times = rounds.ours.length === 1 ? "1 round" : `${rounds.ours.length} rounds`;
  return `${date}, commit ${commit}, ${times}; ${machine}; ${packages.join(", ")}`;
}

/** Puts the generated part into a page, in place of the one before, or at its end where there is none. */
export function placeGenerated(page: string, generated: string): string {
  const block = `${FIRST_LINE}\n\n${generated}\n\n${LAST_LINE}`;
  const start = page.indexOf(FIRST_LINE);
  const end = page.indexOf(LAST_LINE, start);
  if (start === -1 || end === -1) return `${page.trimEnd()}\n\n${block}\n`.trimStart();
  return page.slice(0, start) + block + page.slice(end + LAST_LINE.length);
}
