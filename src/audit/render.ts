/** An audit as plain text for a terminal. */

import type { AuditReport, CorpusSummary, PartName } from "./report.js";
import { rankTypes } from "./summary.js";
import { alignColumns, percent, printable } from "./textTable.js";

/** Pairs of types that are printed. */
const PAIRS_SHOWN = 5;
/** Frequent strings that are printed of each type. */
const STRINGS_SHOWN = 5;
/** Characters of a string that are printed. */
const STRING_LENGTH = 60;

/** Renders counts, tables of types, the most frequent first, and the findings; ends in a newline. */
export function renderAudit(report: AuditReport): string {
  const blocks = [
    [headline(report)],
    renderTypes(report),
    renderParts(report),
    renderUse(report),
    renderSummary(report),
    renderStrings(report),
    report.findings.map(
      ({ severity, message, advice, anchor }) =>
        `${severity}: ${printable(message)}\n    ${advice} (${anchor})`,
    ),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function headline({ documents, characters, tokens, mentions, types }: CorpusSummary): string {
  return `${documents} documents, ${characters} characters, ${mentions} mentions of ${Object.keys(types).length} types, ${tokens} tokens`;
}

function renderTypes(report: AuditReport): string[] {
  if (report.mentions === 0) return [];
  return alignColumns([
    [
      ...["type", "mentions", "share", "documents", "tokens", "mean length", "strings"],
      ...["overlapping", "discontinuous", ...(report.pieces ? ["pieces a token"] : [])],
    ],
    ...rankTypes(report).map(([type, summary]) => [
      ...[type, String(summary.mentions), percent(summary.share)],
      ...[summary.documents, summary.tokens].map(String),
      ...[summary.meanLength.toFixed(1), String(summary.strings)],
      ...[summary.overlapping, summary.discontinuous].map(String),
      ...(summary.pieces ? [summary.pieces.perToken.toFixed(2)] : []),
    ]),
  ]);
}

/** Mentions of each type in each part. */
function renderParts(report: AuditReport): string[] {
  const parts = Object.entries(report.parts ?? {}) as [PartName, CorpusSummary][];
  if (parts.length === 0) return [];
  return alignColumns([
    ["mentions by part", ...parts.map(([name]) => name)],
    ["documents", ...parts.map(([, part]) => String(part.documents))],
    ...rankTypes(report).map(([type]) => [
      type,
      ...parts.map(([, { types }]) =>
        String(Object.hasOwn(types, type) ? types[type]?.mentions : 0),
      ),
    ]),
  ]);
}

/** What training weighs, and what scores can say. */
function renderUse({ weights, intervals, ...report }: AuditReport): string[] {
  if (weights === null || report.mentions === 0) return [];
  const { of, share, smallestSupport, usefulWidth } = intervals;
  const scored = share === undefined ? of : `${100 * share} %`;
  return [
    ...alignColumns([
      [
        ...["type", `${weights.unit} learned`, "weight (small)", "of O", "1 - N_c/N"],
        ...[`mentions in ${scored}`, "95 % interval"],
      ],
      ["O", String(weights.outside.count), "", "", weights.outside.dataset.toFixed(3), "", ""],
      ...rankTypes(report).map(([type]) => {
        const weight = Object.hasOwn(weights.types, type) ? weights.types[type] : undefined;
        const interval = intervals.types[type];
        return [
          ...[type, String(weight?.count ?? 0), figure(weight?.small.positive)],
          ...[figure(weight?.small.outside), figure(weight?.dataset)],
          ...[String(interval?.support ?? 0), figure(interval?.width, 2)],
        ];
      }),
    ]),
    `weights of the recipe small inside of each copy, and of the recipe paper; intervals are widths of Wilson's for a recall of .5: ${smallestSupport} mentions give one of ${usefulWidth}`,
  ];
}

function renderSummary(report: AuditReport): string[] {
  if (report.mentions === 0) return [];
  const { imbalance, passages, cooccurrence, documentTokens, overlaps, pieces } = report;
  const { conflicts, misses, duplicates } = report;
  const together = cooccurrence
    .slice(0, PAIRS_SHOWN)
    .map(({ types, documents }) => `${types.map(printable).join(" and ")} (${documents})`);
  const unit = passages.unit === "windows" ? "pieces" : "words";
  return [
    `imbalance: ratio ${imbalance.ratio?.toFixed(1)}, entropy ${imbalance.entropy.toFixed(2)} nats, as diverse as ${imbalance.effectiveTypes.toFixed(1)} equally frequent types`,
    `documents: ${documentTokens.mean.toFixed(0)} tokens on average, median ${documentTokens.median}, longest ${documentTokens.longest}`,
    `passages: ${passages.count} of up to ${passages.length} ${unit} with ${passages.meanTypes.toFixed(1)} types on average and ${passages.byTypes.length - 1} at most; a batch of ${passages.batch.passages} has ${passages.batch.meanTypes.toFixed(1)}, and btl makes a copy for each`,
    ...(together.length > 0 ? [`documents with both: ${together.join(", ")}`] : []),
    `overlaps: ${overlaps.nested} nested, ${overlaps.crossing} crossing, ${overlaps["same span"]} of one span with two types, ${overlaps.duplicate} duplicates; ${report.discontinuous} discontinuous mentions`,
    ...(pieces
      ? [
          `pieces: ${pieces.total}, ${pieces.perToken.toFixed(2)} a token, ${percent(pieces.unknown / Math.max(1, pieces.total))} unknown; ${pieces.documentsInSeveralWindows} documents are cut at ${pieces.cuts} places, ${pieces.documentsBeyondEncoder} are longer than the encoder`,
        ]
      : []),
    `strings: ${conflicts.strings} with several types, ${misses.count} probable misses`,
    `texts: ${duplicates.identical.length} groups of identical ones, ${duplicates.near.length} pairs of near duplicates`,
  ];
}

function renderStrings(report: AuditReport): string[] {
  return rankTypes(report).flatMap(([type, { topStrings }]) =>
    topStrings
      ? `${printable(type)}: ${topStrings
          .slice(0, STRINGS_SHOWN)
          .map(({ text, count }) => `${shortened(printable(text))} (${count})`)
          .join(", ")}`
      : [],
  );
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > STRING_LENGTH
    ? `${characters.slice(0, STRING_LENGTH).join("")}...`
    : text;
}

function figure(value: number | undefined, digits = 3): string {
  return value === undefined ? "-" : value.toFixed(digits);
}
