/** Policies that make the mentions of a document flat, with a list of every mention they touch. */

import { compareSpans, contains, overlaps as share } from "../core/index.js";
import { type Document, type Mention, spansOf } from "./document.js";
import { CorpusError } from "./error.js";

/** Which of two overlapping mentions is kept: by length, by place in the text, or none. */
export const OVERLAP_POLICIES = ["shortest", "longest", "first", "error"] as const;

/** One of {@link OVERLAP_POLICIES}. */
export type OverlapPolicy = (typeof OVERLAP_POLICIES)[number];

/** What becomes of a discontinuous mention: its hull, or each fragment by itself. */
export const DISCONTINUOUS_POLICIES = ["hull", "fragments"] as const;

/** One of {@link DISCONTINUOUS_POLICIES}. */
export type DiscontinuousPolicy = (typeof DISCONTINUOUS_POLICIES)[number];

/** How the hulls of two mentions lie to each other. */
export type Relation = "duplicate" | "same span" | "nested" | "crossing";

/** A mention that flat labels cannot hold as it is, and what became of it. */
export interface Affected {
  readonly documentId: string;
  readonly mentionId: string;
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Of `no window`: no window of training holds it whole, by itself or with those that overlap it. */
  readonly reason: Relation | "discontinuous" | "same word" | "no word" | "no window";
  /** One that is `cut` is learned piece by piece in several windows. */
  readonly action: "dropped" | "hull" | "fragments" | "cut";
  /** Id of the mention that was kept in its place. */
  readonly by?: string;
}

/** How to flatten. */
export interface FlattenOptions {
  /** `shortest` unless named. `first` keeps what starts first, the longer on a tie. */
  readonly overlaps?: OverlapPolicy;
  /** `hull` unless named. */
  readonly discontinuous?: DiscontinuousPolicy;
}

/**
 * How two mentions overlap by their hulls; undefined where they do not.
 * A duplicate has the same type, hull and fragments.
 */
export function relate(a: Mention, b: Mention): Relation | undefined {
  if (!share(a, b)) return undefined;
  if (a.start === b.start && a.end === b.end)
    return a.type === b.type && fragmentKey(a) === fragmentKey(b) ? "duplicate" : "same span";
  return contains(a, b) || contains(b, a) ? "nested" : "crossing";
}

function fragmentKey({ fragments }: Mention): string {
  return fragments?.map(({ start, end }) => `${start} ${end}`).join(";") ?? "";
}

/**
 * Keeps mentions one by one in the order of the policy (of the file on a tie), each only if none of
 * its characters is taken. Every mention that is not kept as it is appears once in `affected`.
 * @returns flat mentions sorted by start, without fragments; under `fragments` each fragment is one,
 * with the id of its mention
 * @throws CorpusError naming both mentions, if two overlap under `error`; duplicates never throw
 */
export function flatten(
  document: Document,
  { overlaps = "shortest", discontinuous = "hull" }: FlattenOptions = {},
): { mentions: Mention[]; affected: Affected[] } {
  const { id: documentId, text } = document;
  const mentions: Mention[] = [];
  const affected: Affected[] = [];
  const affect = (mention: Mention, change: Pick<Affected, "reason" | "action" | "by">) => {
    const { id: mentionId, type, start, end } = mention;
    affected.push({ documentId, mentionId, type, start, end, ...change });
  };
  const taken: (Mention | undefined)[] = new Array(text.length);
  const seen = new Map<string, Mention>();

  for (const mention of [...document.mentions].sort(ORDERS[overlaps])) {
    const key = `${mention.start} ${mention.end} ${fragmentKey(mention)} ${mention.type}`;
    const twin = seen.get(key);
    if (twin !== undefined) {
      affect(mention, { reason: "duplicate", action: "dropped", by: twin.id });
      continue;
    }
    seen.set(key, mention);
    const spans = discontinuous === "fragments" ? spansOf(mention) : [mention];
    const winner = spans.map((span) => firstTaken(taken, span.start, span.end)).find(Boolean);
    if (winner !== undefined) {
      const reason = relate(mention, winner) ?? "crossing";
      if (overlaps === "error")
        throw new CorpusError(
          { source: documentId },
          `mention ${mention.id} at ${mention.start} to ${mention.end} overlaps ${winner.id} at ${winner.start} to ${winner.end} (${reason})`,
          "Choose which to keep: shortest, longest or first",
        );
      affect(mention, { reason, action: "dropped", by: winner.id });
      continue;
    }
    if (mention.fragments) affect(mention, { reason: "discontinuous", action: discontinuous });
    for (const { start, end } of spans) {
      taken.fill(mention, start, end);
      mentions.push({ id: mention.id, type: mention.type, start, end });
    }
  }
  return { mentions: mentions.sort(compareSpans), affected };
}

const byLength = (a: Mention, b: Mention) => a.end - a.start - (b.end - b.start);
const ORDERS: Readonly<Record<OverlapPolicy, (a: Mention, b: Mention) => number>> = {
  shortest: byLength,
  longest: (a, b) => byLength(b, a),
  first: compareSpans,
  error: compareSpans,
};

function firstTaken(taken: readonly (Mention | undefined)[], start: number, end: number) {
  for (let i = start; i < end; i++) if (taken[i] !== undefined) return taken[i];
  return undefined;
}
