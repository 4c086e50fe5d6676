import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixtureRoots, MINILM } from "../../test/fixtureRoots.js";
import { loadTokenizer } from "./load.js";
import { createTokenizer } from "./tokenizer.js";

interface Case {
  readonly text: string;
  readonly inputIds: readonly number[];
  readonly codePoints: readonly (readonly [number, number])[];
  readonly utf16: readonly (readonly [number, number])[];
  readonly wordIds: readonly (number | null)[];
}

/** The tokenizer beside a set of cases, else the model that the shared set was made with. */
function tokenizerFolder(cases: string): string {
  const own = ["vocab.txt", "tokenizer.json"].some((name) => existsSync(join(cases, name)));
  return own ? cases : MINILM;
}

/** One of every special piece, some words, and letters. */
const VOCABULARY = [
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  "[MASK]",
  "chest",
  "pain",
  "##s",
  "a",
  ".",
  "é",
];
const tiny = createTokenizer({ vocabulary: VOCABULARY.join("\n") });

for (const { name, path } of fixtureRoots("tokenizer")) {
  describe(`encode, against Hugging Face (${name})`, async () => {
    const cases = JSON.parse(readFileSync(join(path, "cases.json"), "utf8")) as Case[];
    const tokenizer = await loadTokenizer(tokenizerFolder(path));
    const encodings = await Promise.all(cases.map(({ text }) => tokenizer.encode(text)));
    const compare = (pick: (expected: Case, index: number) => [unknown, unknown]) => {
      for (const [i, expected] of cases.entries()) {
        const [actual, wanted] = pick(expected, i);
        expect(actual, `case ${i}`).toEqual(wanted);
      }
      expect(cases.length).toBeGreaterThan(0);
    };
    const inner = <T>(list: readonly T[]) => list.slice(1, -1);

    test("gives the same ids between [CLS] and [SEP]", () =>
      compare((expected, i) => [
        [tokenizer.clsId, ...(encodings[i]?.ids ?? []), tokenizer.sepId],
        expected.inputIds,
      ]));

    test("gives the same offsets in UTF-16 units", () =>
      compare((expected, i) => [spansOf(encodings[i]), inner(expected.utf16)]));

    test("gives the same offsets in code points, once converted back", () =>
      compare((expected, i) => [
        spansOf(encodings[i]).map((span) =>
          span.map((at) => [...expected.text.slice(0, at)].length),
        ),
        inner(expected.codePoints),
      ]));

    test("gives the same words", () =>
      compare((expected, i) => [[...(encodings[i]?.wordIds ?? [])], inner(expected.wordIds)]));
  });
}

describe("encode", () => {
  test("counts characters beyond the basic plane as two units", async () => {
    const { starts, ends } = await tiny.encode("😷 chest 𝛼 pain");
    expect([...starts]).toEqual([0, 3, 9, 12]);
    expect([...ends]).toEqual([2, 8, 11, 16]);
  });

  test("shifts nothing when a text has lone surrogates", async () => {
    const text = "\ud83d chest \udc00\ud800😷 pain\ud800";
    const { starts, ends } = await tiny.encode(text);
    const words = [...starts].map((start, i) => text.slice(start, ends[i]));
    expect(words).toEqual(["chest", "😷", "pain"]);
  });

  test("gives no pieces for a text that normalisation empties", async () => {
    for (const text of ["", " \t\r\n", "\u0000\ufffd\ufeff\u200b"])
      expect((await tiny.encode(text)).ids).toHaveLength(0);
  });

  test("has a word of its own for a special piece in the text", async () => {
    const { ids, wordIds } = await tiny.encode("chests[SEP]pain");
    expect([...ids]).toEqual([5, 7, 3, 6]);
    expect([...wordIds]).toEqual([0, 0, 1, 2]);
  });

  test("keeps order and bounds for any text (seed 7)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (text) => {
        const { ids, starts, ends, wordIds } = await tiny.encode(text);
        const wrong = [...ids.keys()].filter(
          (i) =>
            (starts[i] as number) >= (ends[i] as number) ||
            (ends[i] as number) > text.length ||
            [starts, ends, wordIds].some((list) => (list[i] as number) < (list[i - 1] ?? 0)),
        );
        expect(wrong).toEqual([]);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  test("reads a megabyte in one go", async () => {
    const line = "Naïve chest pains 😷 of 3.5 cm.\n";
    const count = Math.ceil(1_000_000 / line.length);
    const { ids, ends } = await tiny.encode(line.repeat(count));
    expect(ids.length % count).toBe(0);
    expect(ends.at(-1)).toBe(line.length * count - 1);
  });
});

function spansOf(encoding: { starts: Int32Array; ends: Int32Array } | undefined): number[][] {
  return [...(encoding?.starts ?? [])].map((start, i) => [start, encoding?.ends[i] as number]);
}
