/** What the parts of the page are made from. */

import type { Figure, Html, Section } from "../../page/index.js";
import type { AuditReport } from "../report.js";

/** What a section is made from. */
export interface SectionContext {
  readonly report: AuditReport;
  /** Draws a plot for wide and for narrow screens. */
  readonly draw: (figure: Figure) => Html;
}

/** Makes one part of the page; undefined where the report has nothing for it. */
export type MakeSection = (context: SectionContext) => Section | undefined;
