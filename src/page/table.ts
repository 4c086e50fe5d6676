/** Tables with a caption, headers that say what they head, and an end where a list is long. */

import { type Child, type Html, html } from "./html.js";
import { count } from "./numbers.js";

/** What a column shows of a row. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => Child;
  /** Numbers, the default, are flush right. */
  readonly kind?: "number" | "text";
}

/** A table; its first column heads the rows. */
export interface Table<Row> {
  /** Names the table within the page. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Rows shown of the beginning and of the end; all without it. */
  readonly show?: { readonly first: number; readonly last?: number };
  /** Entries that `rows` already leaves out. */
  readonly leftOut?: number;
  /** Where the rows are that are not shown, as a sentence goes on after `; `. */
  readonly elsewhere: Child;
}

/** Tables of so many rows stay on one sheet of paper. */
const SHORT = 15;

/** Renders a table that scrolls sideways on its own where it is wider than the page. */
export function table<Row>(options: Table<Row>): Html {
  const { id, caption, columns, rows, show, leftOut = 0, elsewhere } = options;
  const last = show?.last ?? 0;
  const cut = show && rows.length > show.first + last ? rows.length - show.first - last : 0;
  const head = columns.map((column) => html`<th scope="col"${kind(column)}>${column.head}</th>`);
  const gap = html`<tr class="gap"><td colspan="${columns.length}">${count(cut)} more</td></tr>`;
  const body =
    cut === 0
      ? rows.map((row) => line(columns, row))
      : [
          ...rows.slice(0, show?.first).map((row) => line(columns, row)),
          last > 0 && gap,
          ...rows.slice(rows.length - last).map((row) => line(columns, row)),
        ];
  const hidden = cut + leftOut;
  return html`<div class="scroll${body.length <= SHORT && " short"}" role="region" aria-labelledby="${id}-caption" tabindex="0">
<table id="${id}"><caption id="${id}-caption">${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>
${hidden > 0 && notShown(hidden, elsewhere)}`;
}

/** What a cut list says of the rest. @param elsewhere where it is */
export function notShown(hidden: number, elsewhere: Child): Html {
  return html`<p class="cut">${count(hidden)} more not shown; ${elsewhere}.</p>
`;
}

function line<Row>(columns: readonly Column<Row>[], row: Row): Html {
  const cells = columns.map((column, i) => {
    const content = column.cell(row);
    if (i === 0) return html`<th scope="row"${kind(column)}>${content}</th>`;
    return content === "0"
      ? html`<td class="zero">0</td>`
      : html`<td${kind(column)}>${content}</td>`;
  });
  return html`<tr>${cells}</tr>
`;
}

function kind<Row>(column: Column<Row>): Html | false {
  return column.kind === "text" && html` class="text"`;
}
