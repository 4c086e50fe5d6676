/** The report of an experiment: what its analysis says, in sections. */

import { counted } from "../../page/index.js";
import type { Analysis } from "./analysis/analyse.js";
import type { CorpusAnalysis, Range } from "./analysis/corpus.js";
import { paragraph, type ReportPage, type ReportSection } from "./blocks.js";
import { differenceBlocks } from "./sections/differences.js";
import { failureBlocks } from "./sections/failures.js";
import { calibrationBlocks, shareBlocks } from "./sections/probabilities.js";
import { completeness, listOf, scoreTable } from "./sections/scores.js";
import { sizeBlocks } from "./sections/sizes.js";
import { costTable, epochBlocks } from "./sections/training.js";
import { groupTable, typeBlocks } from "./sections/types.js";

/** Composes the report. */
export function experimentReport(analysis: Analysis): ReportPage {
  const { name, about, runs, scores, corpora, sizes } = analysis;
  return {
    ...{ kind: "Experiment", title: name, subtitle: about },
    elsewhere: "the records have all",
    sections: [
      {
        ...{ id: "runs", title: "Runs" },
        blocks: [
          paragraph(completeness(runs.planned, runs.missing)),
          ...corpora.flatMap((corpus) => (corpus.results.length > 0 ? [describe(corpus)] : [])),
        ],
      },
      ...corpora.flatMap((corpus, c) =>
        corpus.results.length === 0
          ? []
          : corpusSections(corpus, {
              ...{ scores, id: `corpus${c + 1}`, among: corpora.length },
            }),
      ),
      ...(sizes.length > 0
        ? [{ id: "sizes", title: "Training documents", blocks: sizeBlocks(sizes, scores) }]
        : []),
    ],
  };
}

function describe({ name, parts: { train, dev, test }, results, absent }: CorpusAnalysis) {
  const documents = (part: Range) =>
    part.least === part.most ? counted(part.most, "document") : `${part.least} to ${part.most}`;
  const said = absent.length > 0 ? ` Without any run so far: ${listOf(absent)}.` : "";
  return paragraph(
    `${name}: ${counted(results.length, "system")}; trained on ${documents(train)}, ${dev.most > 0 ? `the epoch chosen by ${documents(dev)}` : "without a dev part"}, scored on ${documents(test)} a run.${said}`,
  );
}

function corpusSections(
  corpus: CorpusAnalysis,
  options: { readonly scores: Analysis["scores"]; readonly id: string; readonly among: number },
): ReportSection[] {
  const { scores, id, among } = options;
  const section = (part: string, title: string, blocks: ReportSection["blocks"]) => ({
    id: `${id}-${part}`,
    title: among > 1 ? `${corpus.name}: ${title}` : title,
    blocks,
  });
  const { family, featured, uncompared, epochs } = corpus;
  const details = paragraph(
    `Shown in detail: ${listOf(featured)}. They are a baseline, if there is one, and the systems with the best test scores, which says nothing of how they do elsewhere.`,
  );
  return [
    section("scores", "Scores", [scoreTable(corpus.results, { scores, id: `${id}-scores-table` })]),
    section("differences", "Differences to the baseline", [
      ...(family.comparisons.length > 0
        ? differenceBlocks(family, { id: `${id}-differences` })
        : [paragraph("The experiment names no baseline that systems could be compared with.")]),
      ...(family.comparisons.length > 0 && uncompared.length > 0
        ? [paragraph(`Without a baseline in the grid, and not compared: ${listOf(uncompared)}.`)]
        : []),
    ]),
    section("types", "Types", [
      groupTable(corpus.groups, `${id}-groups-table`),
      details,
      ...typeBlocks(corpus.types.rows, {
        ...{ id, systems: featured, support: "training mentions" },
        repetitions: corpus.types.repetitions,
      }),
    ]),
    section("calibration", "Calibration", calibrationBlocks(corpus, id)),
    section("shares", "Empirical probabilities", shareBlocks(corpus, id)),
    section("failures", "Signs of failure", failureBlocks(corpus.failures, id)),
    section("training", "Training and cost", [
      ...epochBlocks(epochs, id),
      costTable(corpus.costs, `${id}-cost-table`),
    ]),
  ];
}
