/** Pages read back: as elements, and their tables as rows. */

import { parseHTML } from "linkedom";

/** As much of an element as tests need. */
export interface PageElement {
  readonly localName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
  closest(selector: string): PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** The document element of a page. */
export function parsePage(page: string): PageElement {
  return parseHTML(page).document.documentElement as PageElement;
}

/** All elements that `selector` finds; of all kinds without it. */
export function all(page: PageElement, selector = "*"): PageElement[] {
  return [...page.querySelectorAll(selector)];
}

/** Texts of the cells of a table's body, row by row. */
export function rowsOf(page: PageElement, id: string): string[][] {
  return all(page, `#${id} tbody tr`).map((row) =>
    all(row, "th, td").map((cell) => cell.textContent),
  );
}

/** A number as the page writes it. */
export function numberOf(text: string | undefined): number {
  return Number((text ?? "").replaceAll(",", "").replace(" %", ""));
}
