/** Each gold mention is whole in a training window, or listed: on generated corpora and those of ../shared. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.js";
import { type Document, type Mention, readCorpus } from "../../src/corpus/index.js";
import { demoVocabulary, generateCorpus } from "../../src/demo/index.js";
import { createLabelSet } from "../../src/labels/index.js";
import { createTokenizer, loadTokenizer, type Tokenizer } from "../../src/tokenizer/index.js";
import { type PreparedDocuments, prepareDocuments } from "../../src/training/index.js";
import { CORPORA, MINILM } from "../fixtureRoots.js";

const SEED = 20240922;

/** What became of the mentions of a corpus. */
interface Counts {
  mentions: number;
  whole: number;
  cut: number;
  dropped: number;
}

/** The first and the last piece that shares a character with a mention, found one by one; undefined if there is none. */
function piecesOf({ encodings }: PreparedDocuments, document: number, mention: Mention) {
  const { starts, ends } = encodings[document] as PreparedDocuments["encodings"][number];
  const touches = (start: number, piece: number) =>
    Math.max(start, mention.start) < Math.min(ends[piece] as number, mention.end);
  const first = starts.findIndex(touches);
  if (first < 0) return undefined;
  let last = first;
  for (let piece = first; (starts[piece] ?? mention.end) < mention.end; piece++)
    if (touches(starts[piece] as number, piece)) last = piece;
  return [first, last] as const;
}

/**
 * Fails for a mention that is in no window as a whole and not listed, and for one that is listed as cut without
 * being longer than a window, by itself or with those that overlap it.
 */
function checkMentions(prepared: PreparedDocuments, capacity: number): Counts {
  const listed = new Map(
    prepared.affected
      .filter(({ action }) => action !== "hull" && action !== "fragments")
      .map((entry) => [`${entry.documentId} ${entry.mentionId}`, entry]),
  );
  const counts = { mentions: 0, whole: 0, cut: 0, dropped: 0 };
  prepared.documents.forEach((document, index) => {
    const windows = prepared.windows.filter((window) => window.document === index);
    const spans = document.mentions.map((mention) => piecesOf(prepared, index, mention));
    document.mentions.forEach((mention, m) => {
      counts.mentions++;
      const pieces = spans[m];
      const entry = listed.get(`${document.id} ${mention.id}`);
      if (pieces === undefined) {
        expect(entry).toMatchObject({ action: "dropped" });
        counts.dropped++;
        return;
      }
      const isWhole = windows.some(({ start, end }) => start <= pieces[0] && pieces[1] < end);
      if (isWhole) counts.whole++;
      else if (entry?.action === "cut") {
        counts.cut++;
        expect(lengthOfCluster(spans, pieces)).toBeGreaterThan(capacity);
      } else {
        counts.dropped++;
        expect(entry, `mention ${mention.id} of ${document.id}`).toMatchObject({
          action: "dropped",
        });
      }
    });
  });
  return counts;
}

/** Pieces from the first to the last of all mentions that overlap these pieces, also through others. */
function lengthOfCluster(
  spans: readonly (readonly [number, number] | undefined)[],
  [first, last]: readonly [number, number],
): number {
  let [from, to] = [first, last];
  for (;;) {
    const touching = spans.filter((span) => span && span[0] <= to && span[1] >= from);
    const next = [
      Math.min(...touching.map((span) => span?.[0] as number)),
      Math.max(...touching.map((span) => span?.[1] as number)),
    ] as const;
    if (next[0] === from && next[1] === to) return to - from + 1;
    [from, to] = next;
  }
}

const prepare = (
  documents: readonly Document[],
  tokenizer: Tokenizer,
  { head, length, overlap }: { head: "softmax" | "binary"; length: number; overlap: number },
) => {
  const types = [...new Set(documents.flatMap(({ mentions }) => mentions.map((m) => m.type)))];
  const labelSet = createLabelSet({ scheme: "io", types: types.sort() });
  return prepareDocuments(documents, { tokenizer, labelSet, head, windows: { length, overlap } });
};

/** Documents end to end, so that even short ones make windows. */
function joined(documents: readonly Document[], count: number): Document[] {
  return Array.from({ length: Math.ceil(documents.length / count) }, (_, i) => {
    let text = "";
    const mentions: Mention[] = [];
    for (const document of documents.slice(i * count, (i + 1) * count)) {
      const shift = <S extends { start: number; end: number }>(span: S): S => ({
        ...span,
        ...{ start: span.start + text.length, end: span.end + text.length },
      });
      for (const { fragments, ...mention } of document.mentions)
        mentions.push({
          ...shift(mention),
          id: `${document.id}/${mention.id}`,
          ...(fragments ? { fragments: fragments.map(shift) } : {}),
        });
      text += `${document.text}\n`;
    }
    return { id: `joined-${i}`, text, mentions };
  });
}

/** Flat labels, and overlapping ones, with which every gold mention is learned. */
const SETTINGS = [
  { head: "softmax", length: 128, overlap: 32 },
  { head: "binary", length: 24, overlap: 8 },
] as const;

describe("prepareDocuments", () => {
  test.each(SETTINGS)("of invented notes with %o", async (settings) => {
    const documents = generateCorpus({ documents: 40, random: createRandom(SEED) });
    const tokenizer = createTokenizer({ vocabulary: demoVocabulary(documents).join("\n") });
    const prepared = await prepare(joined(documents, 5), tokenizer, settings);
    const counts = checkMentions(prepared, settings.length - 2);
    expect(counts.mentions).toBe(documents.flatMap(({ mentions }) => mentions).length);
    expect(counts.whole).toBeGreaterThan(0.99 * counts.mentions);
    expect(prepared.windows.length).toBeGreaterThan(prepared.documents.length);
  });

  const letters = [..."abcdefghij"];
  const tokenizer = createTokenizer({
    vocabulary: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ...letters]
      .concat(letters.map((letter) => `##${letter}`))
      .join("\n"),
  });
  const word = fc.string({
    ...{ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 9 },
  });
  const texts = fc.array(fc.oneof({ weight: 5, arbitrary: word }, fc.constantFrom(".", "\n")), {
    ...{ minLength: 1, maxLength: 120, size: "max" },
  });
  const spans = fc.array(fc.tuple(fc.nat(600), fc.integer({ min: 1, max: 60 }), fc.nat(2)), {
    ...{ maxLength: 25, size: "max" },
  });
  const settings = fc.record({
    head: fc.constantFrom("softmax" as const, "binary" as const),
    length: fc.integer({ min: 3, max: 60 }),
    overlap: fc.nat(1000),
  });

  test(`of nested, crossing and long mentions, under any window settings (seed ${SEED})`, async () => {
    const total = { mentions: 0, whole: 0, cut: 0, dropped: 0 };
    await fc.assert(
      fc.asyncProperty(texts, spans, settings, async (words, drawn, { head, length, overlap }) => {
        const text = words.join(" ");
        const mentions = drawn
          .map(([start, size, type], i) => ({
            ...{ id: `T${i}`, type: `Type${type}`, start },
            end: Math.min(start + size, text.length),
          }))
          .filter(({ start, end }) => start < end);
        if (mentions.length === 0) return;
        const prepared = await prepare([{ id: "a", text, mentions }], tokenizer, {
          ...{ head, length, overlap: overlap % (length - 2) },
        });
        const counts = checkMentions(prepared, length - 2);
        for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key];
      }),
      { seed: SEED, numRuns: 200 },
    );
    // All three ends are reached, or the test shows nothing.
    expect(Math.min(total.whole, total.cut, total.dropped)).toBeGreaterThan(50);
  });
});

const corpora = existsSync(CORPORA) ? readdirSync(CORPORA) : ["(none)"];
describe.skipIf(!existsSync(CORPORA)).each(corpora)(
  "prepareDocuments on %s (needs ../shared/corpora)",
  (name) => {
    let tokenizer: Tokenizer;
    let documents: Document[];
    beforeAll(async () => {
      tokenizer = await loadTokenizer(existsSync(MINILM) ? MINILM : "test/fixtures/encoder");
      documents = joined((await readCorpus(join(CORPORA, name))).documents, 5);
    });

    test.each(SETTINGS)("keeps mentions whole or lists them with %o", async (settings) => {
      const prepared = await prepare(documents, tokenizer, settings);
      const counts = checkMentions(prepared, settings.length - 2);
      expect(counts.mentions).toBeGreaterThan(1000);
      expect(counts.whole).toBeGreaterThan(0.95 * counts.mentions);
    });
  },
);
