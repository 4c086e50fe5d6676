/** Strings that are annotated with different types in different places. */

import { type PreparedDocument, placeOf } from "./prepare.js";
import type { AuditReport, LabelConflict, Place } from "./report.js";
import type { StringCounts } from "./stringCounts.js";
import { quote, type StringId } from "./strings.js";

/** Conflicts that a report lists. */
const MOST_LISTED = 200;

/**
 * Finds conflicts. Mentions that share their span with one of another type are of several types by intention,
 * so they do not count.
 */
export function findConflicts(
  prepared: readonly PreparedDocument[],
  counts: StringCounts,
  { withText }: { readonly withText: boolean },
): AuditReport["conflicts"] {
  const conflicts = [...counts].filter(([, { alone }]) => alone.size > 1);
  const places = firstPlaces(prepared, new Set(conflicts.map(([string]) => string)));
  const pairs = new Map<string, AuditReport["conflicts"]["pairs"][number]>();
  const list: LabelConflict[] = [];
  let mentions = 0;
  for (const [string, { alone }] of conflicts) {
    const ranked = rank(alone);
    mentions += ranked.slice(1).reduce((sum, [, n]) => sum + n, 0);
    for (const [i, a] of ranked.entries())
      for (const b of ranked.slice(i + 1)) {
        const [[s, m], [t, n]] = a[0] < b[0] ? [a, b] : [b, a];
        const key = JSON.stringify([s, t]);
        const known = pairs.get(key) ?? { types: [s, t], strings: 0, mentions: [0, 0] };
        pairs.set(key, {
          types: [s, t],
          strings: known.strings + 1,
          mentions: [known.mentions[0] + m, known.mentions[1] + n],
        });
      }
    const found = ranked.flatMap(([type]) => {
      const first = places.get(string)?.get(type);
      return first ? [{ type, ...first }] : [];
    });
    list.push({
      counts: Object.fromEntries(ranked),
      places: found.map(({ type, place }) => ({ ...place, type })),
      ...(withText && found[0] ? { text: found[0].text } : {}),
    });
  }
  const size = ({ counts: of }: LabelConflict) => Object.values(of).reduce((a, b) => a + b, 0);
  return {
    ...{ strings: conflicts.length, mentions },
    pairs: [...pairs.values()].sort((a, b) => b.strings - a.strings),
    list: list.sort((a, b) => size(b) - size(a)).slice(0, MOST_LISTED),
  };
}

/** Counts by type, the most frequent first; by name on a tie. */
export function rank(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([s, a], [t, b]) => b - a || (s < t ? -1 : 1));
}

/** The first place of each string with each type. */
function firstPlaces(prepared: readonly PreparedDocument[], wanted: ReadonlySet<StringId>) {
  const places = new Map<StringId, Map<string, { place: Place; text: string }>>();
  for (const one of prepared)
    for (const [i, mention] of one.document.mentions.entries()) {
      const string = one.strings[i];
      if (string === undefined || !wanted.has(string)) continue;
      const of = places.get(string) ?? new Map();
      places.set(string, of);
      if (!of.has(mention.type))
        of.set(mention.type, { place: placeOf(one, mention), text: quote(one.document, mention) });
    }
  return places;
}
