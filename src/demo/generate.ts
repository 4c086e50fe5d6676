/** Makes a small, imbalanced corpus of synthetic clinical notes, so that raretag can be tried without data or network. */

import { InternalError, type Random } from "../core/index.js";
import type { Document, Mention } from "../corpus/index.js";
import { type EntryList, LEXICON } from "./lexicon.js";
import { RARE_TOPICS, SECTIONS } from "./templates.js";

/** Which entries of the lexicon a corpus draws from. */
export type EntryChoice = "familiar" | "all";

/** What {@link generateCorpus} needs. */
export interface GenerateOptions {
  /** Number of notes. */
  readonly documents: number;
  /** Source of every choice: the same stream gives the same corpus. */
  readonly random: Random;
  /**
   * `familiar` leaves out a fifth of each long list, so that notes made from `all` (the default) hold entries that a
   * model trained on familiar ones has never met.
   */
  readonly entries?: EntryChoice;
}

/**
 * Invents notes of 6 to 14 sentences. Common types have hundreds of mentions in a hundred notes, the rarest a handful.
 * @returns documents whose mentions are sorted, do not overlap, and slice to an entry of the lexicon (with a capital
 * letter where the mention opens a sentence)
 */
export function generateCorpus({
  documents,
  random,
  entries = "all",
}: GenerateOptions): Document[] {
  const indices = Array.from({ length: documents }, (_, index) => index);
  const rare = RARE_TOPICS.map(({ type, share, templates }) => ({
    templates,
    // Counted, not tossed for: even a small corpus has each rare type in two notes, one to learn and one to score.
    notes: new Set(
      sample(indices, Math.max(2, Math.round(share * documents)), random.stream(type)),
    ),
  }));
  return indices.map((index) => {
    const ownRandom = random.stream("note", index);
    const topics = rare.filter(({ notes }) => notes.has(index)).map(({ templates }) => templates);
    const id = `note-${String(index + 1).padStart(3, "0")}`;
    return { id, ...writeNote(chooseTemplates(topics, ownRandom), entries, ownRandom) };
  });
}

function chooseTemplates(topics: readonly (readonly string[])[], random: Random): string[] {
  const [opening = [], ...rest] = SECTIONS.map(({ fewest, most, templates }) =>
    sample(templates, fewest + random.below(most - fewest + 1), random),
  );
  return [...opening, ...topics.map((templates) => pick(templates, random)), ...rest.flat()];
}

/** Writes a sentence a line. */
function writeNote(templates: readonly string[], choice: EntryChoice, random: Random) {
  let text = "";
  const mentions: Mention[] = [];
  for (const template of templates) {
    const sentence = fillTemplate(template, choice, random);
    for (const { type, start, end } of sentence.mentions)
      mentions.push({
        id: `T${mentions.length + 1}`,
        type,
        start: text.length + start,
        end: text.length + end,
      });
    text += `${sentence.text}\n`;
  }
  return { text, mentions };
}

/** Puts an entry into each slot; offsets are those of the sentence. */
function fillTemplate(template: string, choice: EntryChoice, random: Random) {
  let text = "";
  const mentions: Omit<Mention, "id">[] = [];
  for (const part of template.split(/(\{[^}]+\}|<[^>]+>)/)) {
    const slot = /^([{<])(.+).$/.exec(part);
    if (slot === null) {
      text += part;
      continue;
    }
    const list = findList(pick((slot[2] ?? "").split("|"), random));
    const start = text.length;
    text += drawEntry(choice === "all" ? list.entries : familiar(list.entries), random);
    if (slot[1] === "{") mentions.push({ type: list.type, start, end: text.length });
  }
  return { text: text.charAt(0).toUpperCase() + text.slice(1), mentions };
}

function findList(name: string): EntryList {
  const lists: Readonly<Record<string, EntryList>> = LEXICON;
  const list = lists[name];
  if (list === undefined) throw new InternalError(`the demo's lexicon has no list "${name}"`);
  return list;
}

/** Draws from the head of the list more often than from its tail, as words come in real notes. */
function drawEntry(entries: readonly string[], random: Random): string {
  const entry = pick(entries.slice(0, random.below(entries.length) + 1), random);
  return entry.replaceAll("#", () => String(1 + random.below(9)));
}

/** Short lists stay whole: their types are told by form, not by word. */
function familiar(entries: readonly string[]): readonly string[] {
  return entries.length < 10 ? entries : entries.filter((_, index) => index % 5 !== 4);
}

function sample<T>(items: readonly T[], count: number, random: Random): T[] {
  return random.shuffled(items).slice(0, count);
}

function pick<T>(items: readonly T[], random: Random): T {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new InternalError("the demo's tables have an empty list");
  return item;
}
