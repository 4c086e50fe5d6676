/** Scores by the number of training documents. */

import { count, counted } from "../../../page/index.js";
import { SCORES, type ScoreName } from "../../scores.js";
import type { SizeCurve } from "../analysis/sizes.js";
import type { Block } from "../blocks.js";
import { plotLines } from "../plots/lines.js";
import { legend, MOST_SERIES } from "../plots/series.js";
import { decimals, interval, score } from "../wording.js";

/** A plot of the first score, and a table of all. */
export function sizeBlocks(curves: readonly SizeCurve[], scores: readonly ScoreName[]): Block[] {
  const [first = "unweightedAccuracy"] = scores;
  const last = ({ points }: SizeCurve) => points.at(-1)?.scores.get(first)?.value ?? 0;
  const best = new Set([...curves].sort((a, b) => last(b) - last(a)).slice(0, MOST_SERIES));
  const drawn = curves.filter((curve) => best.has(curve));
  return [
    {
      kind: "figure",
      figure: {
        ...{ id: "sizes-plot", title: `By training documents: ${SCORES[first].title}` },
        alternative: `${counted(drawn.length, "curve")}. The table below has the numbers.`,
        caption: `${legend(drawn.map(({ name }) => name))}.${drawn.length < curves.length ? ` The ${drawn.length} of ${curves.length} that end highest.` : ""} Lines up and down are 95 % intervals.`,
        plot: (plot, width) =>
          plotLines(
            plot,
            {
              series: drawn.map(({ points }) =>
                points.flatMap(({ train, scores }) => {
                  const { value = null, interval = null } = scores.get(first) ?? {};
                  return value === null ? [] : [{ x: train, y: value, ...(interval ?? {}) }];
                }),
              ),
              ...{ xLabel: "training documents", yLabel: SCORES[first].title, shape: "wide" },
            },
            width,
          ),
      },
    },
    {
      ...{ kind: "table", id: "sizes-table", caption: "By training documents", complete: true },
      columns: [
        { head: "System", text: true },
        { head: "Corpus", text: true },
        { head: "Training documents" },
        { head: "Test documents" },
        ...scores.map((name) => ({ head: SCORES[name].title })),
      ],
      rows: curves.flatMap(({ name, points }) =>
        points.map((point) => [
          ...[name, point.corpus],
          decimals(point.train, Number.isInteger(point.train) ? 0 : 1),
          count(point.documents),
          ...scores.map((name) => {
            const estimate = point.scores.get(name);
            return [score(estimate?.value), interval(estimate?.interval)] as const;
          }),
        ]),
      ),
      note: "The same test documents in each row of a system. Means over repetitions; 95 % intervals: jackknife over documents, Student's t.",
    },
  ];
}
