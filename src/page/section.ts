/** What a page is made of. */

import type { Html } from "./html.js";

/** A part of the page with a heading. */
export interface Section {
  /** Names it within the page; unique. */
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}
