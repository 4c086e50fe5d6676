/** Documents with everything that wild files contain, as far as a format can hold it. */

import fc from "fast-check";
import { compareSpans, type Span } from "../../src/core/index.js";
import type { Annotations, Argument, Document, Mention } from "../../src/corpus/document.js";
import { hullOf } from "../../src/corpus/document.js";
import { FEATURES, type Feature } from "../../src/corpus/format.js";
import { arbitraryText, boundariesOf, type Characters, wordsOf } from "./texts.js";

/** What a format holds, and how it must be written; what is not given is anything that the tools allow. */
export interface Limits {
  readonly holds: ReadonlySet<Feature>;
  /** Which characters texts are made of; all but NUL unless given. */
  readonly characters?: Characters;
  readonly documentIds?: fc.Arbitrary<string>;
  /** Names of attributes, roles, and types of relations. */
  readonly names?: fc.Arbitrary<string>;
  /** Names of fields of documents and what they can be; any JSON unless given. */
  readonly meta?: fc.Arbitrary<Record<string, unknown>>;
  /** Changes what was generated to what the format has of it, for what is finer than a feature. */
  readonly adapt?: (document: Document) => Document;
}

/** Limits of a format that holds everything. */
export const EVERYTHING: Limits = { holds: new Set(Object.keys(FEATURES) as Feature[]) };

const ONE_WORD = fc.constantFrom(
  ...["Drug", "ADE", "Sign_or_symptom", "Age-Group", "v1.2", "DOSE/UNIT", "Größe", "病名"],
  ...["B-Drug", "O", "I", "0", "Art:Fall", "x+y", "(a)", "constructor", "__proto__"],
);
const SEVERAL_WORDS = fc.constantFrom(
  ...[
    "Sign or symptom",
    "a, b",
    "<T>&amp;",
    '"quoted"',
    "it's",
    "x|y",
    "back\\slash",
    "a;b",
    "𝒳 🩺",
  ],
);
const IDS = fc.constantFrom(
  ...["1", "note-7", "a.b c", "Brief 2.1", "ward/note", "ward/2024.05/nöte 1", "patient_12", "c"],
  ...["0012", "x.txt", "病/1", "A&B", "it's", "(1)", "2024-05-01T10", "#5", "50%"],
);
const JSON_FIELDS = fc.dictionary(
  fc.constantFrom("source", "patient", "Datum", "a b", "nested"),
  fc.oneof(
    fc.constantFrom<unknown>("x", "Zeile\nzwei", 7, -0.5, true, false, [1, "a"], { k: ["v"] }, ""),
    fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown),
  ),
  { maxKeys: 3, noNullPrototype: true },
);

/** Distinct random numbers stand for places and choices, so that documents shrink. */
const choice = fc.nat(1_000_000);
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

interface MentionSeed {
  readonly places: readonly number[];
  readonly like: number | undefined;
  readonly type: string;
  readonly probability: number | undefined;
}

const mentionSeed = (types: fc.Arbitrary<string>): fc.Arbitrary<MentionSeed> =>
  fc.record({
    // at least two; more make fragments
    places: fc.oneof(
      { weight: 3, arbitrary: fc.array(choice, { minLength: 2, maxLength: 2 }) },
      fc.array(choice, { minLength: 4, maxLength: 6 }),
    ),
    // takes its place from an earlier mention: the same, or one end of it
    like: fc.option(choice, { nil: undefined, freq: 2 }),
    type: types,
    probability: fc.option(fc.constantFrom(0, 0.25, 0.123456789, 1, 1e-7), { nil: undefined }),
  });

interface AnnotationSeed {
  readonly kind: "attributes" | "relations" | "events" | "normalizations" | "notes";
  readonly a: number;
  readonly b: number;
  readonly word: string;
  readonly value: string | undefined;
  readonly text: string;
}

const NAMES = fc.constantFrom("Negated", "Severity", "causes", "Größe", "dose-of");

const annotationSeed = (names: fc.Arbitrary<string>): fc.Arbitrary<AnnotationSeed> =>
  fc.record({
    kind: fc.constantFrom("attributes", "relations", "events", "normalizations", "notes"),
    a: choice,
    b: choice,
    word: names,
    value: fc.option(fc.constantFrom("high", "2", "très", "no"), { nil: undefined }),
    text: fc.constantFrom(
      "look again",
      "39 °C: “fièvre”",
      "#1",
      "a|b;c,d",
      "<b>&amp;",
      '"',
      "x\\n",
    ),
  });

/** A document. */
export function arbitraryDocument(limits: Limits): fc.Arbitrary<Document> {
  const { holds } = limits;
  const types = holds.has("types") ? fc.oneof(ONE_WORD, SEVERAL_WORDS) : ONE_WORD;
  const numbers = fc.uniqueArray(fc.nat(999), { minLength: 6, maxLength: 6 });
  const tagged = isTagged(holds);
  return fc
    .record({
      id: limits.documentIds ?? IDS,
      text: arbitraryText({ plain: !holds.has("text"), characters: limits.characters ?? "all" }),
      seeds: fc.array(mentionSeed(types), { maxLength: 6 }),
      ids: numbers.map((all) => all.map((n) => `T${n}`)),
      annotations: fc.array(annotationSeed(limits.names ?? NAMES), { maxLength: 6 }),
      meta: limits.meta ?? JSON_FIELDS,
      withWords: fc.boolean(),
      withTriggers: fc.boolean(),
    })
    .map(({ id, text, seeds, ids, annotations, meta, withWords, withTriggers }) => {
      const words = wordsOf(text);
      const spans = mentionsIn(text, seeds, limits);
      const sorted = tagged ? [...spans].sort(compareSpans) : spans;
      const mentions = sorted.map((mention, i) => ({
        ...mention,
        id: holds.has("mention ids") ? (ids[i] as string) : `T${i + 1}`,
      }));
      const apart = holds.has("triggers") && holds.has("events") && withTriggers;
      const triggers = (apart ? spans : []).map(({ type, start, end, fragments }, i) => ({
        ...{ id: `T${1000 + i}`, type, start, end },
        ...(fragments ? { fragments } : {}),
      }));
      const document = {
        ...{ id, text, mentions },
        ...(triggers.length > 0 ? { triggers } : {}),
        ...annotationsOn({ mentions, triggers }, annotations, holds),
        ...(tagged || (holds.has("words") && withWords && words.length > 0) ? { words } : {}),
        ...(holds.has("meta") && Object.keys(meta).length > 0 ? { meta } : {}),
      };
      return limits.adapt?.(document) ?? document;
    });
}

/** Whether mentions are tags of tokens, of which the text is rebuilt: they are whole words, in order. */
const isTagged = (holds: ReadonlySet<Feature>) => holds.has("words") && !holds.has("text");

/** Documents with ids of their own. */
export function arbitraryCorpus(
  limits: Limits,
  {
    minLength = 0,
    maxLength = 4,
  }: { readonly minLength?: number; readonly maxLength?: number } = {},
): fc.Arbitrary<Document[]> {
  return fc.uniqueArray(arbitraryDocument(limits), {
    ...{ minLength, maxLength },
    // no two that differ in case only, and none within another: they are files
    comparator: (a: string, b: string) => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`),
    selector: ({ id }) => id.toLowerCase(),
  });
}

/** Mentions without ids, in the order of their seeds. */
function mentionsIn(text: string, seeds: readonly MentionSeed[], { holds }: Limits): Mention[] {
  const mentions: Mention[] = [];
  const place = isTagged(holds) ? wordsInLinesOf(text) : anywhereIn(text);
  for (const { places, like, type, probability } of seeds) {
    const model = like === undefined || mentions.length === 0 ? undefined : pick(mentions, like);
    const same = model !== undefined && (like as number) % 3 === 0;
    const chosen = holds.has("fragments") ? places : places.slice(0, 2);
    const spans = same ? [model] : place(chosen, model).filter((s) => s.start < s.end);
    if (spans.length === 0) continue;
    const hull = hullOf(spans);
    if (!holds.has("overlaps") && mentions.some((m) => m.start < hull.end && hull.start < m.end))
      continue;
    const scored = holds.has("probabilities") && probability !== undefined;
    mentions.push({ id: "", type, ...hull, ...(scored ? { probability } : {}) });
  }
  return mentions;
}

/** Spans from pairs of random numbers; the first may begin where another mention does. */
type Place = (chosen: readonly number[], model: Span | undefined) => Span[];

function anywhereIn(text: string): Place {
  const places = boundariesOf(text);
  return (chosen, model) => {
    const ends = chosen.map((n, i) => (i === 0 && model ? model.start : pick(places, n)));
    return pairsOf(ends).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
  };
}

/** Whole words of one line, as column files have mentions. */
function wordsInLinesOf(text: string): Place {
  const lines: Span[][] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const at = start;
    if (line !== "")
      lines.push(wordsOf(line).map((w) => ({ start: at + w.start, end: at + w.end })));
    start += line.length + 1;
  }
  return (chosen) => {
    if (lines.length === 0) return [];
    const words = pick(lines, chosen[0] as number);
    return pairsOf(chosen).map(([a, b]) => {
      const [first, last] = [pick(words, a), pick(words, b)];
      return { start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
    });
  };
}

const pairsOf = (list: readonly number[]) =>
  Array.from(
    { length: list.length >> 1 },
    (_, i) => [list[2 * i], list[2 * i + 1]] as [number, number],
  );

/** Annotations as brat has them, which is what most tools can tell: ids by kind, two arguments a relation. */
function annotationsOn(
  { mentions, triggers }: { readonly mentions: readonly Mention[]; readonly triggers: Mention[] },
  seeds: readonly AnnotationSeed[],
  holds: ReadonlySet<Feature>,
): Annotations {
  if (mentions.length === 0) return {};
  const of = (kind: AnnotationSeed["kind"] & Feature) =>
    holds.has(kind) ? seeds.filter((seed) => seed.kind === kind) : [];
  const mention = (n: number) => pick(mentions, n).id;
  const between = (role: readonly string[], a: number, b: number): Argument[] => [
    { role: role[0] as string, target: mention(a) },
    { role: role[1] as string, target: mention(b) },
  ];
  const relations = of("relations").map(({ a, b, word }, i) => ({
    ...{ id: `R${i + 1}`, type: word, arguments: between(["Arg1", "Arg2"], a, b) },
  }));
  const events = of("events").map(({ a, b, word }, i) => {
    const trigger = pick(triggers.length > 0 ? triggers : mentions, a);
    return {
      ...{ id: `E${i + 1}`, type: trigger.type, trigger: trigger.id },
      arguments: b % 2 === 0 ? [] : [{ role: word, target: mention(b) }],
    };
  });
  const targets = [...mentions, ...relations, ...events].map(({ id }) => id);
  const attributes = of("attributes")
    .map(({ a, word, value }) => ({ name: word, target: pick(targets, a), value }))
    .filter((x, i, all) => i === all.findIndex((y) => y.name === x.name && y.target === x.target))
    .map(({ value, ...rest }, i) => ({
      ...{ id: `A${i + 1}`, ...rest },
      ...(value === undefined ? {} : { value }),
    }));
  const normalizations = of("normalizations").map(({ a, b, text }, i) => ({
    ...{ id: `N${i + 1}`, type: "Reference", target: mention(a), text },
    reference: `${pick(["ICD10", "UMLS", "MeSH"], b)}:${pick(["R50.9", "C0015967", "D005334"], a)}`,
  }));
  const notes = of("notes").map(({ a, text }, i) => ({
    ...{ id: `#${i + 1}`, type: "AnnotatorNotes", target: pick(targets, a), text },
  }));
  const lists = { attributes, relations, events, normalizations, notes };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}
