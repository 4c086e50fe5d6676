/** Scores of systems with their intervals. */

import { count, counted } from "../../../page/index.js";
import { SCORES, type ScoreName } from "../../scores.js";
import type { SystemResult } from "../analysis/results.js";
import type { Block, Cell } from "../blocks.js";
import { interval, NONE, runsOfNumbers, score } from "../wording.js";

/** A table of systems. Runs and seeds are told where there are several. */
export function scoreTable(
  results: readonly SystemResult[],
  { scores, id }: { readonly scores: readonly ScoreName[]; readonly id: string },
): Block {
  const repeated = results.some(({ repetitions }) => repetitions.planned > 1);
  return {
    ...{ kind: "table", id, caption: "Scores", complete: true },
    columns: [
      { head: "System", text: true },
      ...(repeated ? [{ head: "Runs" }, { head: "Seeds" }] : []),
      { head: "Documents" },
      ...scores.map((name) => ({ head: SCORES[name].title })),
    ],
    rows: results.map((result) => [
      result.name,
      ...(repeated ? [runsOf(result), count(seedsOf(result, scores))] : []),
      count(result.documents),
      ...scores.map((name) => cellOf(result.scores[name])),
    ]),
    note: noteOf(results, { scores, repeated }),
  };
}

function cellOf({ value, interval: around, seeds }: SystemResult["scores"][ScoreName]): Cell {
  const { deviation } = seeds;
  return [
    score(value),
    ...(around ? [interval(around)] : []),
    ...(deviation === null ? [] : [`sd ${score(deviation)}`]),
  ];
}

function runsOf({ repetitions: { done, planned, missing } }: SystemResult): Cell {
  const text = `${done} of ${planned}`;
  return missing.length === 0 ? text : [text, `without ${runsOfNumbers(missing)}`];
}

function seedsOf({ scores }: SystemResult, [name]: readonly ScoreName[]): number {
  return name ? scores[name].seeds.n : 0;
}

function noteOf(
  results: readonly SystemResult[],
  { scores, repeated }: { readonly scores: readonly ScoreName[]; readonly repeated: boolean },
): string {
  const means = scores.filter((name) => SCORES[name].over === "types");
  const types = means.map((name) => {
    const numbers = [...new Set(results.map((result) => result.scores[name].types))];
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
    return `${SCORES[name].title}: ${least === most ? least : `${least} to ${most}`}`;
  });
  return [
    "In brackets 95 % intervals over documents: jackknife, Student's t.",
    repeated &&
      "Counts of all runs of a system are summed by document; a document that was scored several times is one. sd: standard deviation between seeds that have all splits and folds, as many as the column says; the intervals know nothing of it.",
    types.length > 0 && `Types with gold support, over which means are: ${types.join("; ")}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** Says which runs are not there. */
export function completeness(planned: number, missing: readonly number[]): string {
  if (missing.length === 0) return `All of ${counted(planned, "run")} are there.`;
  return `The grid is incomplete: ${counted(missing.length, "run is", "runs are")} missing of ${count(planned)}, by number ${runsOfNumbers(missing)}. Systems that lack some are marked, and pairs are compared on the runs that both have.`;
}

/** Names in a sentence, the first ones of many. */
export function listOf(names: readonly string[], most = 12): string {
  const shown = names.slice(0, most).join("; ");
  return names.length > most ? `${shown}; and ${names.length - most} more` : shown || NONE;
}
