/** The report of two sets of predictions: what their comparison says, in sections. */

import { counted } from "../../page/index.js";
import { paragraph, type ReportPage } from "./blocks.js";
import { differenceBlocks } from "./sections/differences.js";
import { scoreTable } from "./sections/scores.js";
import { typeBlocks } from "./sections/types.js";
import type { SetComparison } from "./sets/compareSets.js";

/** Composes the report. */
export function setsReport(comparison: SetComparison): ReportPage {
  const { gold, documents, scores, results, family, types } = comparison;
  const systems = results.map(({ name }) => name);
  const [a = "", b = ""] = systems;
  return {
    ...{ kind: "Comparison", title: `${b} against ${a}` },
    subtitle: `on ${counted(documents, "document")} of ${gold}`,
    elsewhere: "raretag compare --json has all",
    sections: [
      {
        ...{ id: "scores", title: "Scores" },
        blocks: [
          paragraph(
            "Words are those that the gold gives, or letters and digits in a row and every other sign; a word has the type of the mention that touches it. Mentions are strict: equal boundaries and type.",
          ),
          scoreTable(results, { scores, id: "scores-table" }),
        ],
      },
      {
        ...{ id: "differences", title: "Differences" },
        blocks: [
          paragraph(`All differences are ${b} minus ${a}.`),
          ...(family.comparisons.length > 0
            ? differenceBlocks(family, { id: "differences" })
            : [paragraph("The gold has no mention, so there is nothing to score.")]),
        ],
      },
      {
        ...{ id: "types", title: "Types" },
        blocks: typeBlocks(types, {
          id: "types",
          systems,
          support: "gold mentions",
          repetitions: 1,
        }),
      },
    ],
  };
}
