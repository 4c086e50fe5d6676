/** Types that may be better as one: the mentions of one mostly look like mentions of the other. */

import { rank } from "./conflicts.js";
import type { PreparedDocument } from "./prepare.js";
import type { MergeCandidate } from "./report.js";
import type { StringCounts } from "./stringCounts.js";

/** Of the mentions of a type, so many must have a reason. */
const LEAST_SHARE = 0.5;
/** One mention alone is no evidence. */
const LEAST_MENTIONS = 2;

/** Finds for each type the more frequent one that most of its mentions could be as well. */
export function findMergers(
  prepared: readonly PreparedDocument[],
  counts: StringCounts,
): MergeCandidate[] {
  const mentions = new Map<string, number>();
  const evidence = new Map<string, { sameString: number; sameSpan: number }>();
  const evidenceOf = (type: string, into: string) => {
    const key = JSON.stringify([type, into]);
    const known = evidence.get(key) ?? { sameString: 0, sameSpan: 0 };
    evidence.set(key, known);
    return known;
  };
  for (const { alone } of counts.values())
    for (const [type, n] of alone)
      for (const [into, m] of alone)
        if (into !== type && m >= n) evidenceOf(type, into).sameString += n;
  for (const { document } of prepared) {
    const typesAt = new Map<string, Map<string, number>>();
    for (const { start, end, type } of document.mentions) {
      mentions.set(type, (mentions.get(type) ?? 0) + 1);
      const at = typesAt.get(`${start} ${end}`) ?? new Map<string, number>();
      typesAt.set(`${start} ${end}`, at.set(type, (at.get(type) ?? 0) + 1));
    }
    for (const at of typesAt.values())
      for (const [type, n] of at)
        for (const into of at.keys()) if (into !== type) evidenceOf(type, into).sameSpan += n;
  }
  const best = new Map<string, MergeCandidate>();
  const total = ({ sameString, sameSpan }: Pick<MergeCandidate, "sameString" | "sameSpan">) =>
    sameString + sameSpan;
  for (const [key, of] of evidence) {
    const [type, into] = JSON.parse(key) as [string, string];
    const [n, m] = [mentions.get(type) as number, mentions.get(into) as number];
    const isRarer = n < m || (n === m && type > into);
    if (!isRarer || total(of) < Math.max(LEAST_MENTIONS, LEAST_SHARE * n)) continue;
    const known = best.get(type);
    if (known === undefined || total(of) > total(known))
      best.set(type, { type, into, mentions: n, ...of });
  }
  return rank(mentions).flatMap(([type]) => best.get(type) ?? []);
}
