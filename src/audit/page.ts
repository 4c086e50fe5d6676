/** The report of an audit as one HTML page that needs nothing else. */

import { counted, frame, loadFigures } from "../page/index.js";
import type { MakeSection } from "./page/section.js";
import { documents } from "./page/sections/documents.js";
import { conflicts, misses } from "./page/sections/doubts.js";
import { examples } from "./page/sections/examples.js";
import { imbalance } from "./page/sections/imbalance.js";
import { intervals } from "./page/sections/intervals.js";
import { overlaps } from "./page/sections/overlaps.js";
import { cooccurrence, passages } from "./page/sections/passages.js";
import { pieces } from "./page/sections/pieces.js";
import { reading } from "./page/sections/reading.js";
import { summary } from "./page/sections/summary.js";
import { types } from "./page/sections/types.js";
import { weights } from "./page/sections/weights.js";
import type { AuditReport } from "./report.js";

/** Names that the page shows. */
export interface PageOptions {
  /** What the corpus is called, such as its folder. */
  readonly title: string;
  /** Version of raretag. */
  readonly version: string;
}

const SECTIONS: readonly MakeSection[] = [
  ...[summary, types, imbalance, passages, cooccurrence, overlaps, pieces, conflicts, misses],
  ...[documents, weights, intervals, examples, reading],
];

/**
 * Renders `report` as a page without scripts and without references to elsewhere; the same report gives the
 * same bytes. Lists are cut so that thousands of types or findings still make a page of less than 2 MB.
 * It holds text of documents where the report does, and not otherwise.
 */
export async function renderPage(
  report: AuditReport,
  { title, version }: PageOptions,
): Promise<string> {
  const draw = await loadFigures();
  return frame({
    ...{ kind: "Corpus audit", title, footer: `Made by raretag ${version}.` },
    subtitle: `${counted(report.documents, "document")}, ${counted(report.mentions, "mention")} of ${counted(Object.keys(report.types).length, "type")}, read as ${report.format}`,
    sections: SECTIONS.flatMap((make) => make({ report, draw }) ?? []),
  });
}
