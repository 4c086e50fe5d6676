/** What a report is made of, before it is Markdown or a page. */

import type { Figure } from "../../page/index.js";

/** Content of a cell: what it says, and what it says below that in small letters. */
export type Cell = string | readonly [string, ...string[]];

/** A table; its first column heads the rows. */
export interface TableBlock {
  readonly kind: "table";
  /** Unique within the report. */
  readonly id: string;
  readonly caption: string;
  /** Numbers are flush right, text is not. */
  readonly columns: readonly { readonly head: string; readonly text?: true }[];
  readonly rows: readonly (readonly Cell[])[];
  /** By which method the numbers were made, and of how many. */
  readonly note?: string;
  /** Markdown has all rows, however many. */
  readonly complete?: true;
}

/** Part of a section: a paragraph, a table, or a plot, which Markdown does without. */
export type Block =
  | { readonly kind: "text"; readonly text: string }
  | TableBlock
  | { readonly kind: "figure"; readonly figure: Figure };

/** A part with a heading. */
export interface ReportSection {
  /** Unique within the report. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A whole report. */
export interface ReportPage {
  /** What kind of report it is. */
  readonly kind: string;
  readonly title: string;
  readonly subtitle: string;
  /** Where rows are that are left out everywhere, as a sentence goes on after `; `. */
  readonly elsewhere: string;
  readonly sections: readonly ReportSection[];
}

/** Rows of a table that are shown of those that are not complete, and on the page. */
export const SHOWN = { first: 60, last: 20 } as const;

/** A paragraph. */
export function paragraph(text: string): Block {
  return { kind: "text", text };
}
