/** A report and its page for the tests of pages. */

import { type AuditReport, type PageOptions, renderPage } from "../src/audit/index.js";
import { auditOf, document, marked, mention } from "./auditSamples.js";
import { parsePage } from "./parsePage.js";

/** Names that pages of tests show. */
export const OPTIONS: PageOptions = { title: "ward 7", version: "0.0.0" };

/** Renders a page and parses it. */
export const parse = async (report: AuditReport) => parsePage(await renderPage(report, OPTIONS));

/** A split corpus with overlaps, a leak, a conflict and a miss. */
export const TRAIN = [
  marked("a", "[fever|Sign] since [May|Date], [cough|Sign] at night"),
  marked("b", "[fever|Sign] and [cold|Sign]; [cold|Finding] hands, no fever"),
  document("c", "left arm pain", [mention("Sign", 0, 13), mention("Site", 5, 8)]),
  document("d", "hot and dry skin", [
    mention("Sign", 0, 16, {
      fragments: [
        { start: 0, end: 3 },
        { start: 12, end: 16 },
      ],
    }),
  ]),
  marked("e", ""),
];
/** A copy of a document of {@link TRAIN}. */
export const TEST = [marked("f", "[fever|Sign] since [May|Date], [cough|Sign] at night")];
/** The report of {@link TRAIN} and {@link TEST}. */
export const split = ({ withText = false } = {}) =>
  auditOf({ train: TRAIN, test: TEST }, { withText });

/** What only an encoder gives. */
export const ENCODED: Partial<AuditReport> = {
  encoder: { name: "small-bert", windowLength: 128, windowOverlap: 32, maxPositions: 512 },
  pieces: {
    ...{ total: 130, perToken: 1.3, tokensByPieces: [0, 80, 15, 5], unknown: 7, cuts: 4 },
    ...{ longestDocument: 99, documentsInSeveralWindows: 3, documentsBeyondEncoder: 2 },
    mentionsBeyondEncoder: 6,
    longMentions: [{ document: "d", type: "Sign", start: 0, end: 16, pieces: 140 }],
  },
};
