/** A report as Markdown: all words and tables, no plots. */

import { count } from "../../page/index.js";
import { type Cell, type ReportPage, SHOWN, type TableBlock } from "./blocks.js";

/** Renders a report. Names from files make no markup. */
export function renderMarkdown({ title, subtitle, kind, sections, elsewhere }: ReportPage): string {
  const parts = [`# ${kind}: ${plain(title)}`, plain(subtitle)];
  for (const section of sections) {
    parts.push(`## ${plain(section.title)}`);
    for (const block of section.blocks) {
      if (block.kind === "text") parts.push(plain(block.text));
      if (block.kind === "table") parts.push(...tableLines(block, elsewhere));
    }
  }
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function tableLines(table: TableBlock, elsewhere: string): string[] {
  const { caption, columns, rows, note = "", complete } = table;
  const { first, last } = SHOWN;
  const cut = complete || rows.length <= first + last ? 0 : rows.length - first - last;
  const body = rows.map((row) => line(row.map(cellText)));
  const gap = line([`(${count(cut)} more)`, ...columns.slice(1).map(() => "")]);
  const shown = cut === 0 ? body : [...body.slice(0, first), gap, ...body.slice(-last)];
  return [
    `### ${plain(caption)}`,
    [
      line(columns.map(({ head }) => plain(head))),
      line(columns.map(({ text }, i) => (text || i === 0 ? "---" : "---:"))),
      ...shown,
    ].join("\n"),
    cut === 0 ? "" : `${count(cut)} more not shown; ${plain(elsewhere)}.`,
    plain(note),
  ];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function cellText(cell: Cell): string {
  return plain(typeof cell === "string" ? cell : cell.join(" "));
}

/** Text in one line that Markdown shows as it is. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*<|[\]#]|\b_|_\b/g, (sign) => `\\${sign}`);
}
