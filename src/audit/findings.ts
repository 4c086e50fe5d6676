/** What the counts of a corpus mean for training a recognizer on it. */

import { anchorOf, FINDING_CODES, type FindingCode, SEVERITIES } from "./codes.js";
import type { AuditReport, CorpusSummary, Finding } from "./report.js";
import { rankTypes, sum } from "./summary.js";
import { isUsable } from "./weights.js";

/** The source of the method leaves types with five test words or fewer out of its means. */
const FEW_MENTIONS = 5;
/** Beyond this the rarest type is lost to plain training: a type of five documents against one of all of fifty. */
const IMBALANCED = 10;
/** An interval wider than this cannot tell a recall of .25 from one of .75. */
const SAYS_NOTHING = 0.5;
/** English in an English vocabulary has about 1.2 pieces a word, clinical English up to 1.6. */
const MANY_PIECES = 2;
/** Share of pieces that the vocabulary does not have. */
const MANY_UNKNOWN = 0.005;
/** Types that a message names. */
const NAMED = 12;

type Facts = Omit<AuditReport, "findings">;
type Say = (
  code: FindingCode,
  when: boolean | number,
  message: string,
  more?: Pick<Finding, "types" | "count">,
) => void;

/** Judges the counts; errors first, then warnings, then notes. */
export function judge(facts: Facts): Finding[] {
  const findings: Finding[] = [];
  const say: Say = (code, when, message, more) => {
    if (!when) return;
    const { severity, advice } = FINDING_CODES[code];
    findings.push({
      ...{ code, severity, message, advice, anchor: anchorOf(code) },
      ...(typeof when === "number" ? { count: when } : {}),
      ...more,
    });
  };
  judgeReading(facts, say);
  judgeTypes(facts, say);
  judgeParts(facts, say);
  judgeStrings(facts, say);
  judgeDocuments(facts, say);
  judgeMentions(facts, say);
  judgePieces(facts, say);
  const codes = Object.keys(FINDING_CODES);
  return findings.sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      codes.indexOf(a.code) - codes.indexOf(b.code),
  );
}

/** A list of types for a sentence; the finding has all of them. */
function list(types: readonly string[]): string {
  const named = types.slice(0, NAMED).join(", ");
  return types.length > NAMED ? `${named} and ${types.length - NAMED} more` : named;
}

function judgeReading({ problemCounts }: Facts, say: Say): void {
  const told = (counts: readonly (readonly [string, number])[]) =>
    counts.flatMap(([code, n]) => (n > 0 ? `${n} ${code}` : [])).join(", ");
  const lost = problemCounts.map((of) => [of.code, of.lost] as const);
  const odd = problemCounts.map((of) => [of.code, of.count - of.lost] as const);
  const total = (counts: typeof lost) => sum(counts, ([, n]) => n);
  say(
    "content-lost",
    total(lost),
    `${total(lost)} entries of the files could not be read: ${told(lost)}`,
  );
  say("reader-problems", total(odd), `${total(odd)} entries of the files are odd: ${told(odd)}`);
}

function judgeTypes(facts: Facts, say: Say): void {
  const learned = facts.parts ? (facts.parts.train ?? NOTHING) : facts;
  const types = rankTypes(learned);
  const where = facts.parts ? " in the training part" : "";
  const names = (of: typeof types) => of.map(([type]) => type);
  const alone = names(types.filter(([, { documents }]) => documents === 1));
  const few = names(types.filter(([, { mentions }]) => mentions <= FEW_MENTIONS));
  const unusable = rankTypes(facts).filter(([type]) => !isUsable(type));
  const [most, least] = [types[0], types.at(-1)];
  const ratio = most && least ? most[1].mentions / least[1].mentions : 0;
  say("no-mentions", types.length === 0, `there is no mention to learn from${where}`);
  say(
    "unusable-type",
    unusable.length,
    `training refuses types that are named O or have no name: ${sum(unusable, ([, { mentions }]) => mentions)} mentions`,
    { types: names(unusable) },
  );
  say("one-type", types.length === 1, `${most?.[0]} is the only type${where}`, {
    types: names(types),
  });
  say(
    "type-in-one-document",
    facts.parts ? 0 : alone.length,
    `types in one document only cannot be both trained and scored: ${list(alone)}`,
    { types: alone },
  );
  say(
    "few-mentions",
    few.length,
    `types with ${FEW_MENTIONS} mentions or fewer${where} are hard to learn, and their scores jump: ${list(few)}`,
    { types: few },
  );
  say(
    "imbalance",
    ratio >= IMBALANCED,
    `${most?.[0]} has ${ratio.toFixed(0)} times the mentions of ${least?.[0]}${where}: ${most?.[1].mentions} and ${least?.[1].mentions}`,
    { types: [most, least].flatMap((type) => type?.[0] ?? []) },
  );
  for (const { type, into, mentions, sameString, sameSpan } of facts.mergeCandidates)
    say(
      "merge-types",
      sameString + sameSpan,
      `of ${mentions} mentions of ${type}, ${sameString} have a string that elsewhere is ${into} at least as often, and ${sameSpan} share their span with ${into}`,
      { types: [type, into] },
    );
}

const NOTHING: Pick<CorpusSummary, "types"> = { types: {} };

function judgeParts({ parts, types, intervals }: Facts, say: Say): void {
  const all = rankTypes({ types }).map(([type]) => type);
  const lacking = (part: CorpusSummary) => all.filter((type) => !Object.hasOwn(part.types, type));
  const unlearned = parts?.train ? lacking(parts.train) : [];
  say(
    "type-not-in-train",
    unlearned.length,
    `types without a mention in the training part cannot be learned: ${list(unlearned)}`,
    { types: unlearned },
  );
  for (const name of ["dev", "test"] as const) {
    const part = parts?.[name];
    const unscored = part ? lacking(part) : [];
    say(
      "type-not-scored",
      unscored.length,
      `types without a mention in the ${name} part cannot be scored there: ${list(unscored)}`,
      { types: unscored },
    );
  }
  const wide = Object.entries(intervals.types).filter(
    ([, { support, width }]) => width > SAYS_NOTHING && (support > 0 || intervals.share),
  );
  const [widest] = wide.sort(([, a], [, b]) => a.support - b.support);
  const where =
    intervals.share === undefined
      ? `the ${intervals.of} part`
      : `a dev part of ${100 * intervals.share} % of the mentions`;
  say(
    "wide-intervals",
    wide.length,
    `in ${where}, ${wide.length} types have too few mentions for a 95 % interval of recall narrower than ${SAYS_NOTHING}: ${widest?.[0]} has ${widest?.[1].support}, and ${intervals.smallestSupport} are needed for one of ${intervals.usefulWidth}`,
    { types: wide.map(([type]) => type) },
  );
}

function judgeStrings({ conflicts, misses }: Facts, say: Say): void {
  const [pair] = conflicts.pairs;
  say(
    "label-conflicts",
    conflicts.mentions,
    `${conflicts.mentions} mentions have another type than their string mostly has (${conflicts.strings} strings); most often ${pair?.types.join(" and ")}, of which ${pair?.strings} strings have both`,
    { types: [...new Set(conflicts.pairs.flatMap(({ types }) => types))] },
  );
  const byType = Object.entries(misses.byType).sort(([, a], [, b]) => b - a);
  say(
    "probable-misses",
    misses.count,
    `${misses.count} places are not annotated though their string is elsewhere, at least ${misses.leastAnnotated} times and at least as often as not: ${list(byType.map(([type, count]) => `${count} ${type}`))}`,
    { types: byType.map(([type]) => type) },
  );
}

function judgeDocuments(facts: Facts, say: Say): void {
  const { duplicates, repeatedTexts, documents, emptyDocuments, documentsWithoutMentions } = facts;
  const { identicalAcrossParts, nearAcrossParts, near, threshold } = duplicates;
  say(
    "leak",
    identicalAcrossParts,
    `${identicalAcrossParts} documents of dev and test have a text that another part has too`,
  );
  say(
    "near-leak",
    nearAcrossParts,
    `${nearAcrossParts} documents of dev and test share ${100 * threshold} % or more of their word triples with one of another part`,
  );
  say(
    "repeated-texts",
    repeatedTexts,
    `${repeatedTexts} documents share their text with another: a split can put one text on both sides`,
  );
  const inside = near.filter(({ acrossParts }) => !acrossParts).length;
  say(
    "near-duplicates",
    inside,
    `${inside} pairs of documents share ${100 * threshold} % or more of their word triples`,
  );
  say(
    "documents-without-mentions",
    documentsWithoutMentions,
    `${documentsWithoutMentions} of ${documents} documents have no mention`,
  );
  say(
    "empty-documents",
    emptyDocuments,
    `${emptyDocuments} of ${documents} documents have no text`,
  );
}

function judgeMentions({ overlaps, discontinuous, types }: Facts, say: Say): void {
  const { duplicate, nested, crossing } = overlaps;
  const overlapping = overlaps["same span"] + nested + crossing;
  const summaries = Object.entries(types);
  const [blank, inside] = (["blankEdges", "insideWords"] as const).map((key) => ({
    count: sum(summaries, ([, summary]) => summary[key]),
    types: summaries.filter(([, summary]) => summary[key] > 0).map(([type]) => type),
  }));
  say(
    "duplicates",
    duplicate,
    `${duplicate} pairs of mentions have the same span and the same type`,
  );
  say(
    "overlapping",
    overlapping,
    `${overlapping} pairs of mentions overlap: ${nested} nested, ${crossing} crossing, ${overlaps["same span"]} of one span with two types`,
  );
  say("discontinuous", discontinuous, `${discontinuous} mentions are discontinuous`);
  if (blank)
    say("blank-edges", blank.count, `${blank.count} mentions start or end with white space`, blank);
  if (inside)
    say(
      "inside-words",
      inside.count,
      `${inside.count} mentions start or end inside of a word`,
      inside,
    );
}

function judgePieces({ pieces, encoder, documents }: Facts, say: Say): void {
  if (pieces === undefined || encoder === undefined) return;
  const { longMentions, unknown, total, perToken, documentsInSeveralWindows } = pieces;
  const { documentsBeyondEncoder, mentionsBeyondEncoder } = pieces;
  say(
    "long-mentions",
    longMentions.length,
    `${longMentions.length} mentions are longer than a window of ${encoder.windowLength} pieces, so that no window holds them whole`,
    { types: [...new Set(longMentions.map(({ type }) => type))] },
  );
  say(
    "unknown-pieces",
    unknown / Math.max(1, total) >= MANY_UNKNOWN ? unknown : 0,
    `${((100 * unknown) / Math.max(1, total)).toFixed(2)} % of the pieces are unknown to the vocabulary: ${unknown} of ${total}`,
  );
  say(
    "many-pieces",
    perToken > MANY_PIECES,
    `words have ${perToken.toFixed(2)} pieces on average, more than ${MANY_PIECES}: the vocabulary does not know such words`,
  );
  say(
    "documents-in-windows",
    documentsInSeveralWindows,
    `${documentsInSeveralWindows} of ${documents} documents are longer than a window of ${encoder.windowLength} pieces; ${documentsBeyondEncoder} are longer than the encoder's ${encoder.maxPositions}, where truncation would lose ${mentionsBeyondEncoder} mentions`,
  );
}
