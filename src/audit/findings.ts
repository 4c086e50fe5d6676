/** What the counts of a corpus mean for training a recognizer on it. */

import { type Facts, rankTypes } from "./facts.js";

/** One thing to know before training. */
export interface Finding {
  readonly code:
    | "no-mentions"
    | "one-type"
    | "type-in-one-document"
    | "few-mentions"
    | "imbalance"
    | "overlapping"
    | "duplicates"
    | "discontinuous"
    | "documents-without-mentions"
    | "empty-documents"
    | "repeated-texts";
  /** An error leaves nothing to train on; a warning will show in the scores; an info is good to know. */
  readonly severity: "info" | "warning" | "error";
  /** One sentence without document text. */
  readonly message: string;
}

/** The source of the method leaves types with five test words or fewer out of its means. */
const FEW_MENTIONS = 5;
/** Beyond this the rarest type is lost to plain training: a type of five documents against one of all of fifty. */
const IMBALANCED = 10;

/** Judges the counts; errors first, then warnings. */
export function judge(facts: Facts): Finding[] {
  const findings: Finding[] = [];
  const say = (
    when: boolean,
    severity: Finding["severity"],
    code: Finding["code"],
    message: string,
  ) => {
    if (when) findings.push({ code, severity, message });
  };
  const types = rankTypes(facts);
  const names = (few: typeof types) => few.map(([type]) => type).join(", ");
  const alone = types.filter(([, { documents }]) => documents === 1);
  const few = types.filter(([, { mentions }]) => mentions <= FEW_MENTIONS);
  const [most, least] = [types[0], types.at(-1)];
  const { duplicate, nested, crossing } = facts.overlaps;
  const overlapping = facts.overlaps["same span"] + nested + crossing;

  say(types.length === 0, "error", "no-mentions", "there is no mention to learn from");
  say(types.length === 1, "warning", "one-type", `${most?.[0]} is the only type`);
  say(
    alone.length > 0,
    "warning",
    "type-in-one-document",
    `types in one document only cannot be both trained and scored: ${names(alone)}`,
  );
  say(
    few.length > 0,
    "warning",
    "few-mentions",
    `types with ${FEW_MENTIONS} mentions or fewer are hard to learn, and their scores jump: ${names(few)}`,
  );
  if (most && least) {
    const ratio = most[1].mentions / least[1].mentions;
    say(
      ratio >= IMBALANCED,
      "warning",
      "imbalance",
      `${most[0]} has ${ratio.toFixed(0)} times the mentions of ${least[0]}: ${most[1].mentions} and ${least[1].mentions}`,
    );
  }
  say(
    facts.repeatedTexts > 0,
    "warning",
    "repeated-texts",
    `${facts.repeatedTexts} documents share their text with another: a split can put one text on both sides`,
  );
  say(
    duplicate > 0,
    "warning",
    "duplicates",
    `${duplicate} pairs of mentions have the same span and the same type`,
  );
  say(
    overlapping > 0,
    "info",
    "overlapping",
    `${overlapping} pairs of mentions overlap: ${nested} nested, ${crossing} crossing, ${facts.overlaps["same span"]} of one span with two types`,
  );
  say(
    facts.discontinuous > 0,
    "info",
    "discontinuous",
    `${facts.discontinuous} mentions are discontinuous`,
  );
  say(
    facts.documentsWithoutMentions > 0,
    "info",
    "documents-without-mentions",
    `${facts.documentsWithoutMentions} of ${facts.documents} documents have no mention`,
  );
  say(
    facts.emptyDocuments > 0,
    "warning",
    "empty-documents",
    `${facts.emptyDocuments} of ${facts.documents} documents have no text`,
  );
  const rank = ["error", "warning", "info"];
  return findings.sort((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity));
}
