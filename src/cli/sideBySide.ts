/** Two or more models scored on the same documents, in one table. */
import type { EvaluationReport } from "../evaluation/index.js";

type Figures = readonly [recall: number | null | undefined, f1: number | null | undefined];

const NAME = 24;
const CELL = 9;

/** Recall and F1 of words by type for each model, the most frequent type first, with means below. */
export function sideBySide(reports: Readonly<Record<string, EvaluationReport>>): string {
  const [first] = Object.values(reports);
  const line = (name: string, support: string, cells: readonly string[]) =>
    `${name.padEnd(NAME)}${support.padStart(CELL)}  ${cells.join("  ")}`;
  const row = (name: string, figures: (report: EvaluationReport) => Figures, support = "") =>
    line(
      name,
      support,
      Object.values(reports).map((report) => figures(report).map(show).join("")),
    );
  const types = Object.entries(first?.tokens.perType ?? {}).sort(
    ([, a], [, b]) => b.support - a.support,
  );
  const header = Object.keys(reports).map(
    (name) => `${`${name} R`.padStart(CELL)}${`${name} F1`.padStart(CELL)}`,
  );
  return [
    line("words", "support", header),
    ...types.map(([type, { support }]) =>
      row(
        type,
        ({ tokens }) => [tokens.perType[type]?.recall, tokens.perType[type]?.f1],
        `${support}`,
      ),
    ),
    row("mean of the types", ({ tokens }) => [tokens.unweightedAccuracy, tokens.macroF1]),
    row("mentions, strict, micro", ({ mentions: { strict } }) => [
      strict.micro.recall,
      strict.micro.f1,
    ]),
  ].join("\n");
}

function show(value: number | null | undefined): string {
  return (value == null ? "-" : value.toFixed(3)).padStart(CELL);
}
