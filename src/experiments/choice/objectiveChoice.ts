/** What was chosen and why, as plain data: `choice.json` in the folder of the model. */

import { z } from "zod";
import type { AskedConfig, Config } from "../../config/index.js";
import { ExperimentError } from "../error.js";
import {
  CANDIDATES,
  type Candidate,
  DECODINGS,
  type DecodingName,
  SYSTEMS,
  type System,
  settledConfig,
} from "./candidates.js";
import type { Decision, Rated } from "./chooseSystem.js";
import type { ChoicePlan } from "./planChoice.js";

/** Version of the format. */
const CHOICE_FORMAT = 1;

/** Content of `choice.json`. */
export interface ObjectiveChoice {
  readonly format: typeof CHOICE_FORMAT;
  readonly chosen: System;
  /** In one sentence. */
  readonly reason: string;
  /** Of the highest score. */
  readonly best: System;
  /** The score, from counts summed over all documents. */
  readonly selection: string;
  readonly documents: number;
  readonly folds: number;
  readonly trainings: number;
  /** The simplest first. */
  readonly systems: readonly (System & Rated)[];
}

/** Says what was decided. */
export function describeChoice(
  { asked, documents, folds, trials }: ChoicePlan,
  { chosen, best, rated }: Decision,
): ObjectiveChoice {
  const [winner, highest] = [SYSTEMS[chosen], SYSTEMS[best]] as [System, System];
  const { selection } = asked.training;
  const why = whyChosen(rated[best] as Rated, {
    selection,
    other: chosen === best ? undefined : highest,
  });
  return {
    format: CHOICE_FORMAT,
    chosen: winner,
    reason: `chose ${nameOf(winner)} because ${why}`,
    ...{ best: highest, selection, documents, folds, trainings: trials.length },
    systems: SYSTEMS.map((system, i) => ({ ...system, ...(rated[i] as Rated) })),
  };
}

/** @param options `other`: what has the highest score, where it was not chosen */
function whyChosen(
  { score, standardError }: Rated,
  { selection, other }: { readonly selection: string; readonly other: System | undefined },
): string {
  const [top, error] = [score.toFixed(3), standardError.toFixed(3)];
  if (score === 0)
    return `it is the simplest and ${selection} is 0 of all of them, which says nothing of them: train longer`;
  return other
    ? `it is the simplest within one standard error (${error}) of the highest ${selection}, ${top} of ${nameOf(other)}`
    : `it has the highest ${selection}, ${top}, and nothing simpler is within one standard error (${error}) of it`;
}

/** A system in words. */
export function nameOf({ objective, decoding }: System): string {
  return `${objective} with ${decoding}`;
}

/** The part of `choice.json` that a run goes on with. */
export type ReadChoice = Pick<ObjectiveChoice, "chosen" | "reason">;

/** The configuration that a choice makes of what was asked. */
export function settledBy({ chosen }: ReadChoice, asked: AskedConfig): Config {
  const candidate = CANDIDATES.find(({ name }) => name === chosen.objective) as Candidate;
  return settledConfig(asked, { candidate, decoding: chosen.decoding });
}

const schema = z.object({
  format: z.literal(CHOICE_FORMAT),
  chosen: z.object({
    objective: z.enum(CANDIDATES.map(({ name }) => name)),
    decoding: z.enum(Object.keys(DECODINGS) as DecodingName[]),
  }),
  reason: z.string(),
});

/** Reads `choice.json`. @throws ExperimentError if it holds no choice */
export function parseChoice(text: string, source: string): ReadChoice {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ExperimentError(
      { source },
      "does not hold the choice of an objective",
      "Put it back as it was, or remove it to have the choice made again",
      { cause },
    );
  }
}
