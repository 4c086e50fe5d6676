/** Places that are probably not annotated by mistake: their string is annotated elsewhere, mostly. */

import { piecesOf } from "../tokenizer/index.js";
import { rank } from "./conflicts.js";
import { type PreparedDocument, placeOf } from "./prepare.js";
import type { AuditReport, ProbableMiss } from "./report.js";
import type { StringCount, StringCounts } from "./stringCounts.js";
import { oneLine, type StringId, type StringTable } from "./strings.js";

/** A string that is annotated once says little about other places. */
const LEAST_ANNOTATED = 2;

interface Found {
  readonly string: StringId;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds places outside of all mentions (their hulls) where a string stands that is annotated at least twice, and at
 * least as often as it is not. Strings without a letter do not count. Of places that overlap, the one that starts first counts, the longer on a tie.
 */
export function findMisses(
  prepared: readonly PreparedDocument[],
  {
    strings,
    counts,
    withText,
  }: {
    readonly strings: StringTable;
    readonly counts: StringCounts;
    readonly withText: boolean;
  },
): AuditReport["misses"] {
  const annotated = new Map<StringId, number>();
  for (const [string, { all }] of counts) {
    const n = [...all.values()].reduce((a, b) => a + b, 0);
    if (n >= LEAST_ANNOTATED) annotated.set(string, n);
  }
  const unannotated = new Map<StringId, number>();
  const found = prepared.map((one) => {
    const next = nextTaken(one);
    const places: Found[] = [];
    strings.search(one.words, (string, first, end) => {
      const limit = annotated.get(string);
      if (limit === undefined || (next[first] as number) < end) return;
      if (!hasLetter(one, first, end)) return;
      const n = (unannotated.get(string) ?? 0) + 1;
      unannotated.set(string, n);
      if (n <= limit) places.push({ string, start: first, end });
    });
    return places;
  });
  const list: ProbableMiss[] = [];
  const byType = new Map<string, number>();
  for (const [i, one] of prepared.entries()) {
    let last = 0;
    for (const { string, start, end } of longestFirst(found[i] as Found[])) {
      const times = annotated.get(string) as number;
      const without = unannotated.get(string) as number;
      if (without > times || start < last) continue;
      last = end;
      const type = rank((counts.get(string) as StringCount).all)[0]?.[0] as string;
      byType.set(type, (byType.get(type) ?? 0) + 1);
      const place = placeOf(one, {
        start: one.words.starts[start] as number,
        end: one.words.ends[end - 1] as number,
      });
      list.push({
        ...{ ...place, type, annotated: times, unannotated: without },
        ...(withText ? { text: oneLine(one.document.text.slice(place.start, place.end)) } : {}),
      });
    }
  }
  return {
    ...{ leastAnnotated: LEAST_ANNOTATED, count: list.length },
    byType: Object.fromEntries(rank(byType)),
    list,
  };
}

/** Numbers and signs mean something else in each place. */
function hasLetter({ words, document }: PreparedDocument, first: number, end: number): boolean {
  return /\p{L}/u.test(document.text.slice(words.starts[first], words.ends[end - 1]));
}

function longestFirst(places: Found[]): Found[] {
  return places.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** For each word the next one, or itself, that a mention touches; the number of words where there is none. */
function nextTaken({ words, document: { mentions } }: PreparedDocument): Int32Array {
  const count = words.ids.length;
  const taken = new Uint8Array(count);
  for (const mention of mentions) {
    const { start, end } = piecesOf(words, mention);
    taken.fill(1, start, end);
  }
  const next = new Int32Array(count);
  let nearest = count;
  for (let word = count - 1; word >= 0; word--) {
    if (taken[word] === 1) nearest = word;
    next[word] = nearest;
  }
  return next;
}
