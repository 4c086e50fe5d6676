/** Recall by type against support, and scores of rare, medium and frequent types. */

import { count, counted } from "../../../page/index.js";
import type { GroupAnalysis } from "../analysis/groups.js";
import type { TypeRecall } from "../analysis/typeRecall.js";
import type { Block, Cell } from "../blocks.js";
import { lookOf } from "../plots/series.js";
import { plotSupport } from "../plots/support.js";
import { decimals, interval, NONE, score, signed } from "../wording.js";

/** Most types of a plot. */
const DOTS = 300;

/** What the blocks on types say. */
export interface TypeOptions {
  /** Begins the ids of tables and plots. */
  readonly id: string;
  /** Names of the systems of each row. */
  readonly systems: readonly string[];
  /** What support counts, e.g. `training mentions`. */
  readonly support: string;
  /** Repetitions that counts are summed over. */
  readonly repetitions: number;
}

/** Recall of every type. */
export function typeBlocks(rows: readonly TypeRecall[], options: TypeOptions): Block[] {
  const { id, systems, support, repetitions } = options;
  const [first = ""] = systems;
  const table: Block = {
    ...{ kind: "table", id: `${id}-types-table`, caption: "Recall of words by type" },
    columns: [
      { head: "Type", text: true },
      { head: support },
      { head: "Words to find" },
      ...systems.flatMap((name, s) => [
        { head: name },
        ...(s === 0 ? [] : [{ head: "difference" }]),
      ]),
    ],
    rows: rows.map((row) => [
      row.type,
      Number.isInteger(row.support) ? count(row.support) : decimals(row.support, 1),
      count(row.words),
      ...row.systems.flatMap(({ recall, difference }, s): Cell[] => [
        [score(recall.share), interval(recall)],
        ...(s === 0
          ? []
          : [
              difference
                ? ([signed(difference.difference), interval(difference.interval, signed)] as const)
                : NONE,
            ]),
      ]),
    ]),
    note: `95 % intervals, uncorrected: Wilson's by document for a recall, Bonett and Price's by document for a difference to ${first}. ${repetitions > 1 ? `Counts of the ${repetitions} runs that these systems share are summed; words count once.` : ""}`,
  };
  return systems.length < 2 || rows.length === 0 ? [table] : [scatter(rows, options), table];
}

function scatter(rows: readonly TypeRecall[], { id, systems, support }: TypeOptions): Block {
  const [from = "", to = ""] = systems;
  const step = Math.ceil(rows.length / DOTS);
  const shown = rows.filter((_, i) => i % step === 0);
  const better = rows.filter(
    ({ systems: [a, b] }) => (b?.recall.share ?? 0) > (a?.recall.share ?? 0),
  );
  return {
    kind: "figure",
    figure: {
      ...{ id: `${id}-types-plot`, title: `Recall of types by ${support}` },
      alternative: `${to} has a higher recall than ${from} for ${better.length} of ${counted(rows.length, "type")}. The table below has the numbers.`,
      caption: `${lookOf(0).sign} ${from}; ${lookOf(1).sign} ${to}. Each line is a type.${step > 1 ? ` One of ${step} types is drawn.` : ""}`,
      plot: (plot, width) =>
        plotSupport(
          plot,
          {
            label: support,
            places: shown.map(({ support, systems: [a, b] }) => ({
              ...{ support, from: a?.recall.share ?? 0, to: b?.recall.share ?? 0 },
            })),
          },
          width,
        ),
    },
  };
}

/** Scores of each group of types. */
export function groupTable(groups: readonly GroupAnalysis[], id: string): Block {
  const filled = groups.filter(({ types }) => types.length > 0);
  const names = filled[0]?.systems.map(({ name }) => name) ?? [];
  const cell = (
    { value, interval: around }: GroupAnalysis["systems"][number]["recall"],
    difference: GroupAnalysis["systems"][number]["recallDifference"],
  ): Cell => [
    score(value),
    interval(around),
    ...(difference
      ? [`Δ ${signed(difference.difference)} ${interval(difference.interval, signed)}`]
      : []),
  ];
  return {
    ...{ kind: "table", id, caption: "Rare, medium and frequent types", complete: true },
    columns: [
      { head: "System", text: true },
      ...filled.flatMap(({ title, types }) => [
        { head: `mean recall: ${title} (${counted(types.length, "type")})` },
        { head: `macro-F1: ${title}` },
      ]),
    ],
    rows: names.map((name, s) => [
      name,
      ...filled.flatMap(({ systems }) => {
        const one = systems[s] as (typeof systems)[number];
        return [cell(one.recall, one.recallDifference), cell(one.f1, one.f1Difference)];
      }),
    ]),
    note: "Words; means over the types of a group that the test part has. Δ: difference to the baseline. 95 % intervals, uncorrected: jackknife over documents, Student's t; one without width says that no document matters, not that there is no doubt.",
  };
}
