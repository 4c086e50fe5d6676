/** Room `page`: HTML pages that need nothing else, with tables and plots. */

export { type Figure, loadFigures, type PlotModule } from "./figure.js";
export { frame } from "./frame.js";
export { type Child, type Html, html, printable, trusted } from "./html.js";
export { name, names, sentence } from "./names.js";
export {
  columns,
  count,
  counted,
  decimal,
  own,
  percent,
  shortCount,
  shorten,
} from "./numbers.js";
export { COLUMN, decades, isNarrow, stepsOf } from "./scale.js";
export type { Section } from "./section.js";
export { type Column, notShown, type Table, table } from "./table.js";
