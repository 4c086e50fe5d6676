/** Draws scores as plain text tables. */

import type { MentionMode } from "./matching.js";
import type { MentionReport } from "./mentions.js";
import type { PaperReport } from "./paper.js";
import type { EvaluationReport } from "./report.js";
import type { MeanScore, Score, ScoresByType } from "./score.js";
import type { TokenReport } from "./tokens.js";

/** Scores of one kind, as every report has them. */
export interface ScoreTable {
  /** What is scored and in which mode, e.g. `mentions, strict`. */
  readonly title: string;
  readonly perType: ScoresByType;
  readonly micro: Score;
  readonly macro: MeanScore;
}

/** One row a type, most frequent first, then the micro and macro averages; the title names the mode. */
export function renderScores({ title, perType, micro, macro }: ScoreTable): string {
  const types = Object.entries(perType).sort(([, a], [, b]) => b.support - a.support);
  return alignColumns([
    [title, "precision", "recall", "f1", "support"],
    ...types.map(([type, score]) => scoreRow(type, score)),
    scoreRow("micro", micro),
    scoreRow(`macro (${macro.types} types)`, macro),
  ]);
}

/**
 * What `raretag evaluate` prints: words, strict mentions, and a summary of every mode.
 * @param metrics `paper` adds the published variant of the scores of words
 */
export function renderReport(
  report: EvaluationReport,
  { metrics }: { readonly metrics: "harmonic" | "paper" },
): string {
  const { tokens, mentions, paper } = report;
  return [
    renderScores({ title: `words, ${report.decode}`, ...tokens }),
    ...(metrics === "paper" ? [renderPaper(paper)] : []),
    renderScores({ title: `mentions, strict, ${report.decode}`, ...mentions.strict }),
    renderSummary(report),
  ].join("\n\n");
}

function renderPaper({ perType, unweightedAccuracy, meanF1 }: PaperReport): string {
  const scores = Object.entries(perType).sort(([, a], [, b]) => b.support - a.support);
  return alignColumns([
    ["words, as in the paper", "precision", "recall", "(P+R)/2", "support"],
    ...scores.map(([type, score]) => scoreRow(type, score)),
    ["mean", "", figure(unweightedAccuracy), figure(meanF1), ""],
  ]);
}

function renderSummary({ tokens, pieces, mentions, runs }: EvaluationReport): string {
  const tokenRow = (name: string, { unweightedAccuracy, macroF1, microF1 }: TokenReport) => [
    name,
    figure(microF1),
    figure(macroF1),
    figure(unweightedAccuracy),
  ];
  const spanRow = (name: string, { micro, macro }: Pick<MentionReport, "micro" | "macro">) => [
    name,
    figure(micro.f1),
    figure(macro.f1),
    figure(macro.recall),
  ];
  const modeRow = (mode: MentionMode) => spanRow(`mentions, ${mode}`, mentions[mode]);
  const { found, support } = mentions.discontinuous;
  return [
    alignColumns([
      ["summary", "micro-F1", "macro-F1", "mean recall"],
      tokenRow("words", tokens),
      tokenRow("pieces", pieces),
      modeRow("strict"),
      modeRow("exact"),
      modeRow("partial"),
      modeRow("type"),
      [
        "runs of words, merged",
        figure(runs.micro.f1),
        figure(runs.macro.f1),
        figure(runs.macro.recall),
      ],
    ]),
    `discontinuous mentions found with all their parts: ${found} of ${support}`,
  ].join("\n");
}

function scoreRow(name: string, { precision, recall, f1, support }: Score | MeanScore): string[] {
  return [name, figure(precision), figure(recall), figure(f1), String(support)];
}

function figure(value: number | null): string {
  return value === null ? "-" : value.toFixed(3);
}

/** First column to the left, the others to the right, a rule under the header. */
function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0
          ? cell.padEnd(widths[column] as number)
          : cell.padStart(widths[column] as number),
      )
      .join("  "),
  );
  return [lines[0], "-".repeat((lines[0] as string).length), ...lines.slice(1)].join("\n");
}
