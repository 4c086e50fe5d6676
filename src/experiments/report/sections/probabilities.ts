/** Calibration, and predicted against empirical shares of classes. */

import { count, counted } from "../../../page/index.js";
import type { CorpusAnalysis } from "../analysis/corpus.js";
import type { Distance } from "../analysis/probabilities.js";
import type { Block, Cell } from "../blocks.js";
import { plotLines } from "../plots/lines.js";
import { legend } from "../plots/series.js";
import { plotShares } from "../plots/shares.js";
import { decimals } from "../wording.js";

/** Reliability curves and a table of errors. */
export function calibrationBlocks(
  { calibration, featured }: Pick<CorpusAnalysis, "calibration" | "featured">,
  id: string,
): Block[] {
  const drawn = featured.flatMap((name) => calibration.find((one) => one.name === name) ?? []);
  return [
    {
      kind: "figure",
      figure: {
        ...{ id: `${id}-calibration-plot`, title: "Right answers by probability" },
        alternative: `Reliability of ${counted(drawn.length, "system")}. The table below has the errors.`,
        caption: `${legend(drawn.map(({ name }) => name))}. Words by the probability of the class that they were given, in bins of equal width. Below the diagonal probabilities promise too much.`,
        plot: (plot, width) =>
          plotLines(
            plot,
            {
              series: drawn.map(({ pooled }) =>
                pooled.bins.map(({ probability, right }) => ({ x: probability, y: right })),
              ),
              ...{ xLabel: "mean probability", yLabel: "share that was right", shape: "square" },
            },
            width,
          ),
      },
    },
    {
      ...{ kind: "table", id: `${id}-calibration-table`, caption: "Calibration", complete: true },
      columns: [
        { head: "System", text: true },
        { head: "Words" },
        { head: "Expected calibration error" },
        { head: "Brier score" },
      ],
      rows: calibration.map(({ name, pooled: { words, ece, brier } }) => [
        ...[name, count(words), decimals(ece, 4), decimals(brier, 4)],
      ]),
      note: "Of the class that each word was given; words of all runs together. The error is that of the pooled bins and biased upwards where words are few. No intervals: records have no words by document here.",
    },
  ];
}

/** Systems whose classes are shown. */
const SYSTEMS = 2;
/** Most classes of a plot. */
const DOTS = 300;

/** How far predicted shares are from those of the gold, and the shares of two systems. */
export function shareBlocks(
  { shares, featured }: Pick<CorpusAnalysis, "shares" | "featured">,
  id: string,
): Block[] {
  const shown = featured
    .slice(0, SYSTEMS)
    .flatMap((name) => shares.find((one) => one.name === name) ?? []);
  const [first] = shown;
  const step = Math.ceil((first?.pooled.classes.length ?? 0) / DOTS);
  const cell = ({ kl, totalVariation, never }: Distance): Cell[] => [
    kl === null ? ["∞", `${counted(never, "class", "classes")} never`] : decimals(kl, 4),
    decimals(totalVariation, 4),
  ];
  return [
    {
      kind: "figure",
      figure: {
        ...{ id: `${id}-shares-plot`, title: "Predicted by empirical shares of classes" },
        alternative: `Shares of ${counted(first?.pooled.classes.length ?? 0, "class", "classes")}. The tables below have the numbers.`,
        caption: `${legend(shown.map(({ name }) => name))}. On the diagonal a class is predicted as often as it is there; both scales are logarithmic.${step > 1 ? ` One of ${step} classes is drawn.` : ""}`,
        plot: (plot, width) =>
          plotShares(
            plot,
            shown.map(({ pooled }) =>
              pooled.classes.filter(({ gold }, i) => gold > 0 && i % step === 0),
            ),
            width,
          ),
      },
    },
    {
      ...{ kind: "table", id: `${id}-shares-table`, complete: true },
      caption: "Distance of predicted from empirical shares",
      columns: [
        { head: "System", text: true },
        { head: "Words" },
        { head: "KL, predicted classes" },
        { head: "Total variation, predicted classes" },
        { head: "KL, mean probabilities" },
        { head: "Total variation, mean probabilities" },
      ],
      rows: shares.map(({ name, pooled }) => [
        ...[name, count(pooled.words)],
        ...[...cell(pooled.predicted), ...cell(pooled.probability)],
      ]),
      note: "Over all classes, O too. Kullback-Leibler divergence from the shares of the gold, in nats; infinite where a class that occurs is never predicted. Total variation: half the sum of differences. Words of all runs together.",
    },
    {
      ...{ kind: "table", id: `${id}-classes-table`, caption: "Shares of classes in %" },
      columns: [
        { head: "Class", text: true },
        { head: "gold" },
        ...shown.flatMap(({ name }) => [
          { head: `predicted, ${name}` },
          { head: `mean probability, ${name}` },
        ]),
      ],
      rows: (first?.pooled.classes ?? []).map(({ name, gold }) => [
        ...[name, decimals(100 * gold, 3)],
        ...shown.flatMap(({ pooled }) => {
          const one = pooled.classes.find((other) => other.name === name);
          return [
            decimals(100 * (one?.predicted ?? 0), 3),
            decimals(100 * (one?.probability ?? 0), 3),
          ];
        }),
      ]),
      note: `Of ${counted(first?.pooled.words ?? 0, "word")} of all runs together.`,
    },
  ];
}
