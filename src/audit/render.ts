/** An audit as plain text for a terminal. */

import type { Audit } from "./audit.js";
import { rankTypes } from "./facts.js";

const HEADER = [
  "type",
  "mentions",
  "share",
  "documents",
  "mean length",
  "overlapping",
  "discontinuous",
];

/** Renders counts, a table of types, the most frequent first, and the findings; ends in a newline. */
export function renderAudit(audit: Audit): string {
  const rows = rankTypes(audit).map(([type, summary]) => [
    printable(type),
    String(summary.mentions),
    `${(100 * summary.share).toFixed(2)} %`,
    String(summary.documents),
    summary.meanLength.toFixed(1),
    String(summary.overlapping),
    String(summary.discontinuous),
  ]);
  return [
    `${audit.documents} documents, ${audit.characters} characters, ${audit.mentions} mentions of ${rows.length} types`,
    "",
    ...alignColumns([HEADER, ...rows]),
    "",
    ...audit.findings.map(({ severity, message }) => `${severity}: ${printable(message)}`),
    "",
  ].join("\n");
}

/** The first column flush left, the others flush right. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADER.map((_, column) =>
    rows.reduce((width, row) => Math.max(width, (row[column] as string).length), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, i) =>
        i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number),
      )
      .join("  "),
  );
}

/** Types come from files: a control character in one must not reach the terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, "?");
}
