/** Pairs predicted with gold mentions of one document, under nesting too, in each mode of scoring. */

import type { Span } from "../core/index.js";
import {
  boundaryDistance,
  inReadingOrder,
  overlapFinder,
  sameSpan,
  type TypedSpan,
} from "./typedSpan.js";

/** How a predicted mention relates to the gold mention it is matched with. */
export type Outcome = "correct" | "incorrect" | "partial";

/** What each mode makes of two mentions that overlap. */
const MODES = {
  /** Same boundaries and same type. */
  strict: (a: TypedSpan, b: TypedSpan): Outcome =>
    sameSpan(a, b) && a.type === b.type ? "correct" : "incorrect",
  /** Same boundaries, whatever the type. */
  exact: (a: TypedSpan, b: TypedSpan): Outcome => (sameSpan(a, b) ? "correct" : "incorrect"),
  /** Whatever the type; an overlap with other boundaries earns one half. */
  partial: (a: TypedSpan, b: TypedSpan): Outcome => (sameSpan(a, b) ? "correct" : "partial"),
  /** Same type, whatever the boundaries. */
  type: (a: TypedSpan, b: TypedSpan): Outcome => (a.type === b.type ? "correct" : "incorrect"),
} as const;

/** A mode of scoring mentions. */
export type MentionMode = keyof typeof MODES;

/** All modes, strictest first. */
export const MENTION_MODES = Object.keys(MODES) as readonly MentionMode[];

/** A prediction covers at least one part in so many of a gold mention that it is matched with (nervaluate's 1 %). */
const LEAST_COVERED = 100;

/**
 * Matches each gold mention with at most one prediction and each prediction with at most one gold mention: first
 * those with equal boundaries that count as correct; then, in reading order, a prediction takes what is correct with
 * the closest boundaries, else the first that it overlaps. Where neither side overlaps itself, the first pass changes
 * nothing and this is the matching of nervaluate 1.2.1.
 * @returns the outcome of each match; what is missing of either side is missed or spurious
 */
export function matchMentions(
  goldMentions: readonly TypedSpan[],
  predictedMentions: readonly TypedSpan[],
  mode: MentionMode,
): Outcome[] {
  const gold = inReadingOrder(goldMentions);
  const outcomeOf = MODES[mode];
  const find = overlapFinder(gold);
  const taken = new Set<number>();
  const outcomes: Outcome[] = [];
  const candidates = (prediction: TypedSpan) =>
    find(prediction)
      .filter((index) => !taken.has(index))
      .map((index) => ({ index, mention: gold[index] as TypedSpan }))
      .filter(({ mention }) => coversEnough(prediction, mention))
      .map((candidate) => ({ ...candidate, outcome: outcomeOf(prediction, candidate.mention) }));
  const take = ({ index, outcome }: { index: number; outcome: Outcome }) => {
    taken.add(index);
    outcomes.push(outcome);
  };

  const rest: TypedSpan[] = [];
  for (const prediction of inReadingOrder(predictedMentions)) {
    const equal = candidates(prediction).find(
      ({ mention, outcome }) => outcome === "correct" && sameSpan(prediction, mention),
    );
    if (equal === undefined) rest.push(prediction);
    else take(equal);
  }
  for (const prediction of rest) {
    const found = candidates(prediction);
    const correct = found
      .filter(({ outcome }) => outcome === "correct")
      .map((candidate) => ({
        ...candidate,
        distance: boundaryDistance(prediction, candidate.mention),
      }))
      .sort((a, b) => a.distance - b.distance);
    const best = correct[0] ?? found[0];
    if (best !== undefined) take(best);
  }
  return outcomes;
}

function coversEnough(prediction: Span, gold: Span): boolean {
  const covered = Math.min(prediction.end, gold.end) - Math.max(prediction.start, gold.start);
  return covered * LEAST_COVERED >= gold.end - gold.start;
}
