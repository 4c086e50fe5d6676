/** Documents to brat standoff, with everything changed that brat's syntax cannot take. */

import type { Span } from "../../core/index.js";
import { codePoints } from "../codePoints.js";
import {
  type Annotations,
  type Document,
  type Mention,
  type Problem,
  spansOf,
} from "../document.js";
import { LINE_BREAKING } from "../offsetUnits.js";
import { type Named, nameAll } from "./bratIds.js";
import { partsOf } from "./bratParts.js";

/** Told of what is changed or left out of a document. */
export type Tell = (problem: Omit<Problem, "source">) => void;

/** Content of the files of a document, by extension. */
export type Standoff = Readonly<Record<string, string>>;

/**
 * Writes one document: `.txt` and `.ann`, or `.a1` with the mentions and `.a2` with all else if it has triggers apart. Ids stay if they are brat's (`T1`, `E2`, ...), others are numbered, and references follow.
 * A mention over line ends is cut into lines, as brat does, with its own spans in a fourth field, which brat keeps.
 */
export function writeStandoff(document: Document, tell: Tell): Standoff {
  const { text } = document;
  const sound = (given: readonly Mention[]) => given.filter((mention) => !cutsPair(mention, text));
  const [mentions, triggers] = [sound(document.mentions), sound(document.triggers ?? [])];
  const all = document.mentions.length + (document.triggers?.length ?? 0);
  const cut = all - mentions.length - triggers.length;
  if (cut > 0)
    tell({
      ...{ code: "outside-text", lost: true },
      message: `${cut} of ${all} mentions start or end inside a surrogate pair, where brat has no offset`,
    });
  const whole = { ...document, mentions, triggers };
  const ids = nameAll(whole, tell);
  const fit = createFit();
  const { fromUtf16 } = codePoints(text);
  const place: Place = (spans) =>
    spans.map(({ start, end }) => `${fromUtf16(start)} ${fromUtf16(end)}`).join(";");
  const entityLines = (given: readonly Mention[]) =>
    given.map((mention) =>
      entityLine(mention, { text, id: ids.get(mention) as string, place, fit }),
    );
  const given = entityLines(mentions);
  const others = [...entityLines(triggers), ...otherLines(whole, { ids, fit, tell })];
  if (fit.changes() > 0)
    tell({
      code: "changed",
      message: `${fit.changes()} names or texts have white space that brat cannot hold, which is replaced`,
    });
  const content = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
  return triggers.length > 0
    ? { ".txt": text, ".a1": content(given), ".a2": content(others) }
    : { ".txt": text, ".ann": content([...given, ...others]) };
}

/** A name as brat takes it: one word. */
export function toWord(name: string): string {
  return name.replace(WHITE, "_") || "_";
}

const WHITE = new RegExp(`(?:\\s|${LINE_BREAKING.source})+`, "g");
const LINE_ENDS = new RegExp(`(?!\\t)${LINE_BREAKING.source}`, "g");

/** Makes names and texts fit, and counts those that it changes. */
function createFit() {
  let changes = 0;
  const counted = (make: (given: string) => string) => (given: string) => {
    const made = make(given);
    if (made !== given) changes++;
    return made;
  };
  return {
    word: counted(toWord),
    role: counted((role) => role.replace(WHITE, "_")),
    value: counted((value) => value.replace(LINE_BREAKING, " ").trimEnd()),
    text: counted((text) => text.replace(LINE_ENDS, " ")),
    changes: () => changes,
  };
}
type Fit = ReturnType<typeof createFit>;

/** Spans as brat writes them. */
type Place = (spans: readonly Span[]) => string;

function cutsPair(mention: Mention, text: string): boolean {
  return spansOf(mention).some(({ start, end }) =>
    [start, end].some((at) => /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1))),
  );
}

function entityLine(
  mention: Mention,
  { text, id, place, fit }: { text: string; id: string; place: Place; fit: Fit },
): string {
  const spans = spansOf(mention);
  const parts = partsOf(spans, text);
  const quote = parts.map(({ start, end }) => text.slice(start, end)).join(" ");
  const whole = place(parts) === place(spans) ? "" : `\t${place(spans)}`;
  return `${id}\t${fit.word(mention.type)} ${place(parts)}\t${quote.replace(LINE_BREAKING, " ")}${whole}`;
}

/** Everything but mentions. What refers to something that is not written is left out. */
function otherLines(
  document: Document,
  { ids, fit, tell }: { ids: ReadonlyMap<Named, string>; fit: Fit; tell: Tell },
): string[] {
  const {
    relations = [],
    events = [],
    attributes = [],
    normalizations = [],
    notes = [],
  } = document;
  const items = [relations, events, attributes, normalizations, notes].flat();
  const names = new Map<string, string>();
  for (const item of [...document.mentions, ...(document.triggers ?? []), ...items])
    names.set(item.id, ids.get(item) as string);
  let dangling = 0;
  const line = (targets: readonly string[], write: (targets: string[]) => string): string[] => {
    const found = targets.flatMap((target) => names.get(target) ?? []);
    if (found.length === targets.length) return [write(found)];
    dangling++;
    return [];
  };
  const pairs = ({ arguments: parts }: Related, targets: readonly string[]) =>
    parts.map(({ role }, i) => ` ${fit.role(role)}:${targets[i]}`).join("");
  const lines = [
    ...events.flatMap((event) =>
      line(
        [event.trigger, ...targetsOf(event)],
        ([trigger, ...targets]) =>
          `${ids.get(event)}\t${fit.word(event.type)}:${trigger}${pairs(event, targets)}`,
      ),
    ),
    ...relations.flatMap((relation) =>
      line(targetsOf(relation), (targets) =>
        relation.symmetric
          ? `*\t${[fit.word(relation.type), ...targets].join(" ")}`
          : `${ids.get(relation)}\t${fit.word(relation.type)}${pairs(relation, targets)}`,
      ),
    ),
    ...attributes.flatMap((item) =>
      line([item.target], ([target]) => {
        const value = item.value === undefined ? "" : ` ${fit.value(item.value)}`;
        return `${ids.get(item)}\t${fit.word(item.name)} ${target}${value}`;
      }),
    ),
    ...normalizations.flatMap((item) =>
      line(
        [item.target],
        ([target]) =>
          `${ids.get(item)}\t${fit.word(item.type)} ${target} ${fit.word(item.reference)}\t${fit.text(item.text)}`,
      ),
    ),
    ...notes.flatMap((item) =>
      line(
        item.target === undefined ? [] : [item.target],
        (targets) =>
          `${ids.get(item)}\t${[fit.word(item.type), ...targets].join(" ")}\t${fit.text(item.text)}`,
      ),
    ),
  ];
  if (dangling > 0)
    tell({
      ...{ code: "dangling-reference", lost: true },
      message: `${dangling} of ${items.length} annotations refer to something that is not written`,
    });
  return lines;
}

type Related =
  | NonNullable<Annotations["relations"]>[number]
  | NonNullable<Annotations["events"]>[number];

const targetsOf = (item: Related) => item.arguments.map(({ target }) => target);
