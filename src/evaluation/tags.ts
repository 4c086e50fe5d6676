/** Tag sequences (`B-Age`, `O`) to entities, as seqeval reads them: leniently, or strictly by a scheme. */

import { EvaluationError } from "./error.js";
import type { TypedSpan } from "./typedSpan.js";

interface Tag {
  readonly prefix: string;
  readonly type: string;
}

interface TagRules {
  /** Letters that a tag may begin with. */
  readonly prefixes: string;
  /** Whether `tag` after `previous` opens an entity. */
  readonly opens: (previous: Tag, tag: Tag) => boolean;
  /** Whether `tag` after `previous` goes on with the open entity. */
  readonly continues: (previous: Tag, tag: Tag) => boolean;
  /** Whether an entity whose last tag is `last` is complete; incomplete ones are dropped. */
  readonly closes: (last: Tag) => boolean;
}

const isAny = (letters: string, { prefix }: Tag) => letters.includes(prefix);
const goesOn = (before: string, letters: string) => (previous: Tag, tag: Tag) =>
  isAny(before, previous) && isAny(letters, tag) && previous.type === tag.type;
const breaksOff = (continues: TagRules["continues"]) => (previous: Tag, tag: Tag) =>
  !isAny("O", tag) && !continues(previous, tag);

const anyEntity = goesOn("BI", "IE");
const endedEntity = goesOn("I", "IE");

/** Each way of reading as its rules; `conlleval` takes any tags and repairs what is out of place. */
const RULES = {
  conlleval: {
    prefixes: "OBIES",
    opens: breaksOff(anyEntity),
    continues: anyEntity,
    closes: () => true,
  },
  IOB2: {
    prefixes: "OBI",
    opens: (_, tag) => isAny("B", tag),
    continues: goesOn("BI", "I"),
    closes: () => true,
  },
  IOE2: {
    prefixes: "OIE",
    opens: breaksOff(endedEntity),
    continues: endedEntity,
    closes: (last) => isAny("E", last),
  },
  IOBES: {
    prefixes: "OBIES",
    opens: (_, tag) => isAny("BS", tag),
    continues: anyEntity,
    closes: (last) => isAny("ES", last),
  },
} as const satisfies Record<string, TagRules>;

/** How tags are read: `conlleval` is seqeval's default mode, the others its strict mode. */
export type TagReading = keyof typeof RULES;

const OUTSIDE: Tag = { prefix: "O", type: "" };

/**
 * The entities of one tag sequence, positions as half-open spans of words.
 * @param name of the sequence, for errors
 * @throws EvaluationError naming the place of a tag that the reading does not know
 * @see Ramshaw & Marcus 1995; Nakayama 2018 (seqeval 1.2.2)
 */
export function entitiesOf(
  tags: readonly string[],
  reading: TagReading,
  name: string,
): TypedSpan[] {
  const { prefixes, opens, continues, closes }: TagRules = RULES[reading];
  const entities: TypedSpan[] = [];
  let start = -1;
  let previous = OUTSIDE;
  for (let i = 0; i <= tags.length; i++) {
    const tag =
      i < tags.length
        ? parseTag(tags[i] as string, { prefixes, reading, name, place: i })
        : OUTSIDE;
    if (start >= 0 && !continues(previous, tag)) {
      if (closes(previous)) entities.push({ start, end: i, type: previous.type });
      start = -1;
    }
    if (start < 0 && opens(previous, tag)) start = i;
    previous = tag;
  }
  return entities;
}

function parseTag(
  tag: string,
  at: { prefixes: string; reading: TagReading; name: string; place: number },
): Tag {
  const prefix = tag.charAt(0);
  if (prefix === "" || !at.prefixes.includes(prefix) || !/^(O|[BIES](-.*)?)$/s.test(tag))
    throw new EvaluationError(
      { source: at.name },
      `tag ${at.place} is not O and does not begin with one of ${[...at.prefixes.slice(1)].join(", ")} and a dash, as ${at.reading} has it`,
      "Check the column of the tags and their scheme",
    );
  return { prefix, type: tag.slice(2) || "_" };
}
