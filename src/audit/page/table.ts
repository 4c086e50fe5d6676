/** Tables of the audit, which point to `raretag audit --json` for what they leave out. */

import * as page from "../../page/index.js";

/** A table; `json` is the field of `raretag audit --json` that has all rows, such as `types`. */
type Table<Row> = Omit<page.Table<Row>, "elsewhere"> & { readonly json: string };

/** Renders a table. */
export function table<Row>({ json, ...options }: Table<Row>): page.Html {
  return page.table({ ...options, elsewhere: elsewhere(json) });
}

/** What a cut list says of the rest. @param json the field that has it */
export function notShown(hidden: number, json: string): page.Html {
  return page.notShown(hidden, elsewhere(json));
}

function elsewhere(json: string): page.Html {
  return page.html`<code>raretag audit --json</code> has all in <code>${json}</code>`;
}
