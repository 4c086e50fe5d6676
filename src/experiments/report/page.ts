/** A report as one HTML page that needs nothing else. */

import { frame, type Html, html, loadFigures, name, sentence, table } from "../../page/index.js";
import { type Block, type Cell, type ReportPage, SHOWN } from "./blocks.js";

/** Renders a report; the same one gives the same bytes. @param options `version`: of raretag */
export async function renderReportPage(
  { sections, elsewhere, ...report }: ReportPage,
  { version }: { readonly version: string },
): Promise<string> {
  const draw = await loadFigures();
  const render = (block: Block): Html => {
    if (block.kind === "figure") return draw(block.figure);
    if (block.kind === "text") return html`<p>${sentence(block.text)}</p>\n`;
    const { id, caption, rows, columns, note, complete } = block;
    return html`${table({
      ...{ id, caption, rows, elsewhere: complete ? "the Markdown has all" : elsewhere },
      ...(rows.length > SHOWN.first + SHOWN.last ? { show: SHOWN } : {}),
      columns: columns.map(({ head, text }, c) => ({
        head,
        kind: text || c === 0 ? "text" : "number",
        cell: (row: readonly Cell[]) => showCell(row[c] ?? "", c === 0),
      })),
    })}${note && html`<p class="small">${sentence(note)}</p>\n`}`;
  };
  return frame({
    ...report,
    footer: `Made by raretag ${version}.`,
    sections: sections.map(({ id, title, blocks }) => ({
      id,
      title,
      body: html`${blocks.map(render)}`,
    })),
  });
}

function showCell(cell: Cell, isHead: boolean): Html | string {
  if (typeof cell === "string") return isHead ? name(cell) : cell;
  const [first, ...others] = cell;
  return html`${isHead ? name(first) : first}${others.map((text) => html`<small>${text}</small>`)}`;
}
