/** How training went, epoch by epoch, and what it cost. */

import { count, counted } from "../../../page/index.js";
import type { CorpusAnalysis } from "../analysis/corpus.js";
import type { EpochPoint } from "../analysis/epochs.js";
import type { Block } from "../blocks.js";
import { plotLines } from "../plots/lines.js";
import { legend } from "../plots/series.js";
import { decimals, score } from "../wording.js";

/** Loss and score of the dev part by epoch. */
export function epochBlocks(epochs: CorpusAnalysis["epochs"], id: string): Block[] {
  const names = epochs.map(({ name }) => name);
  const curve = (what: "loss" | "selection", title: string, yLabel: string): Block => ({
    kind: "figure",
    figure: {
      ...{ id: `${id}-${what}-plot`, title },
      alternative: `${counted(names.length, "curve")} over ${counted(most(epochs), "epoch")}. The table below has the numbers.`,
      caption: `${legend(names)}. Means over runs.${what === "loss" ? " Losses of different objectives are no scores of each other." : ""}`,
      plot: (plot, width) =>
        plotLines(
          plot,
          {
            series: epochs.map(({ points }) => points.flatMap((point) => place(point, what))),
            ...{ xLabel: "epoch", yLabel, shape: "wide" },
          },
          width,
        ),
    },
  });
  const chosen = epochs.some(({ points }) => points.some(({ selection }) => selection !== null));
  const numbers = [...new Set(epochs.flatMap(({ points }) => points.map(({ epoch }) => epoch)))];
  return [
    curve("loss", "Loss of training by epoch", "loss"),
    ...(chosen ? [curve("selection", "Score of the dev part by epoch", "score")] : []),
    {
      ...{ kind: "table", id: `${id}-epochs-table`, caption: "Epochs" },
      columns: [
        { head: "Epoch" },
        ...names.flatMap((name) => [
          { head: `loss, ${name}` },
          ...(chosen ? [{ head: `dev score, ${name}` }] : []),
        ]),
      ],
      rows: numbers
        .sort((a, b) => a - b)
        .map((epoch) => [
          String(epoch),
          ...epochs.flatMap(({ points }) => {
            const point = points.find((one) => one.epoch === epoch);
            return [decimals(point?.loss, 4), ...(chosen ? [score(point?.selection)] : [])];
          }),
        ]),
      note: `Means over ${epochs.map(({ name, points }) => `${counted(points[0]?.n ?? 0, "run")} of ${name}`).join(", ")}.`,
    },
  ];
}

function place({ epoch, ...point }: EpochPoint, what: "loss" | "selection") {
  const y = point[what];
  return y === null ? [] : [{ x: epoch, y }];
}

function most(epochs: CorpusAnalysis["epochs"]): number {
  return Math.max(0, ...epochs.map(({ points }) => points.length));
}

/** Time, steps and memory of a run. */
export function costTable(costs: CorpusAnalysis["costs"], id: string): Block {
  return {
    ...{ kind: "table", id, caption: "Cost of a run", complete: true },
    columns: [
      { head: "Training", text: true },
      { head: "Runs that tell" },
      { head: "Training, s" },
      { head: "Scoring, all decoders, s" },
      { head: "Steps" },
      { head: "Epoch that was kept" },
      { head: "Peak memory, MB" },
    ],
    rows: costs.map(({ name, cost }) => [
      ...[name, count(cost.n), decimals(cost.training, 1), decimals(cost.scoring, 1)],
      ...[count(cost.steps), decimals(cost.epoch, Number.isInteger(cost.epoch) ? 0 : 1)],
      decimals(cost.peakMemory === null ? null : cost.peakMemory / 1e6, 0),
    ]),
    note: "Medians over runs. Times are those of the machines that ran them, with whatever else ran there.",
  };
}
