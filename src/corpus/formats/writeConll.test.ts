import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAll, writeAll } from "../../../test/formats/memory.js";
import type { Document, Mention } from "../document.js";
import { conll } from "./conll.js";

const SEED = 20240903;
const document = (text: string, ...mentions: (readonly [number, number, string])[]): Document => ({
  id: "d",
  text,
  mentions: mentions.map(
    ([start, end, type], i): Mention => ({ id: `T${i + 1}`, type, start, end }),
  ),
});
const write = async (...documents: Document[]) => {
  const { files, problems } = await writeAll(conll, documents);
  const content = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await files[0]?.bytes());
  return { content, problems: problems.map(({ message, lost }) => (lost ? "!" : "") + message) };
};

/** Documents of given tokens: text as a column file gives it back. */
const token = fc.constantFrom(
  ...["a", "#", "# b", "é🩺", "\u00a0", "-DOC", "O", "1\u2028", "\ufeff", "B-X", "-DOCSTART"],
);
const type = fc.constantFrom("X", "Y-Z", "é🩺");
const word = fc.record({ token, type: fc.option(type), joins: fc.boolean() });
const sentence = fc.array(word, { minLength: 1, maxLength: 6 });
const id = fc.constantFrom("n", "ward 3/d.1", "50%", "(x)", "%20", "a\tb", "é\n");
const documents = fc.uniqueArray(
  fc.record({ id, sentences: fc.array(sentence, { maxLength: 3 }) }).map((given): Document => {
    const words: { start: number; end: number }[] = [];
    const mentions: { id: string; type: string; start: number; end: number }[] = [];
    let text = "";
    given.sentences.forEach((sentence, s) => {
      let open: { type: string; end: number } | undefined;
      sentence.forEach(({ token, type, joins }, i) => {
        if (s + i > 0) text += i === 0 ? "\n" : " ";
        const span = { start: text.length, end: text.length + token.length };
        text += token;
        words.push(span);
        if (type !== null && open?.type === type && joins) open.end = span.end;
        else if (type !== null) {
          mentions.push({ id: `T${mentions.length + 1}`, type, ...span });
          open = mentions.at(-1);
        }
        if (type === null) open = undefined;
      });
    });
    return { id: given.id, text, mentions, words };
  }),
  { minLength: 1, maxLength: 4, selector: ({ id }) => id },
);

describe("conll.writer", () => {
  test("tags words in IOB2, a blank line at each newline between words", async () => {
    const { content, problems } = await write(
      document("Chest pain.\nSince May", [0, 10, "Sign"], [18, 21, "Date"]),
    );
    expect(content).toBe(
      "-DOCSTART-(d)\tO\n\nChest\tB-Sign\npain\tI-Sign\n.\tO\n\nSince\tO\nMay\tB-Date\n\n",
    );
    expect(problems).toEqual([]);
  });

  test("is read back unchanged where the text is that of its words", async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (given) => {
        const { files, problems } = await writeAll(conll, given);
        expect(problems).toEqual([]);
        const again = await readAll(conll, files);
        expect(again.problems).toEqual([]);
        expect(again.documents).toEqual(given);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test("tags a word that a mention touches, and lists the mention whose word is taken", async () => {
    const given = document(
      "ham-\u200bfisted  x",
      ...([
        [0, 3, "A"],
        [5, 11, "B"],
        [4, 5, "C"],
        [11, 13, "D"],
      ] as const),
    );
    const words = [
      { start: 0, end: 11 },
      { start: 13, end: 14 },
    ];
    const { content, problems } = await write({ ...given, words });
    expect(content).toContain("ham-\u200bfisted\tB-A\nx\tO\n");
    expect(problems).toEqual([
      '!mention "T3" shares a word with "T1", and is left out',
      '!mention "T2" shares a word with "T1", and is left out',
      '!mention "T4" is in no word, and is left out',
      "1 of 4 mentions do not start and end with words, and are written with other edges",
    ]);
  });

  test("does not end a sentence inside a mention", async () => {
    const { content } = await write(document("chest\npain", [0, 10, "Sign"]));
    expect(content).toBe("-DOCSTART-(d)\tO\n\nchest\tB-Sign\npain\tI-Sign\n\n");
  });

  test("writes the shortest of overlapping mentions, and hulls", async () => {
    const left = { start: 0, end: 4 };
    const arm = { start: 15, end: 18 };
    const whole = { id: "T1", type: "Arm", start: 0, end: 18, fragments: [left, arm] };
    const given = { id: "d", text: "left and right arm", mentions: [whole] };
    const tags = async (mentions: Mention[]) =>
      (await write({ ...given, mentions })).content
        .match(/[^\t\n]+(?=\n)/g)
        ?.slice(1)
        .join(" ");
    expect(await tags([whole])).toBe("B-Arm I-Arm I-Arm I-Arm");
    expect(await tags([whole, { id: "T2", type: "Side", ...left }])).toBe("B-Side O O O");
  });

  test("changes what a line cannot hold, and says so", async () => {
    const words = [
      { start: 0, end: 10 },
      { start: 11, end: 14 },
    ];
    const given = document("-DOCSTART- a\tb", [11, 14, "Lab value"]);
    const { content, problems } = await write({ ...given, words });
    expect(content).toBe("-DOCSTART-(d)\tO\n\n-DOCSTART\tO\na b\tB-Lab_value\n\n");
    expect(problems).toEqual([
      "1 of 1 mentions have a type that the format cannot hold as it is, which is changed",
      "2 of 2 tokens have tabs or line ends, or are -DOCSTART-, and are changed",
    ]);
  });

  // What readers do that know nothing of ids: Hugging Face's scripts, spaCy's converter and AllenNLP's reader.
  test("starts documents with lines that other programs skip, or read as one token outside", async () => {
    const { content } = await write({ ...document("x"), id: "a b" });
    const [first = ""] = content.split("\n");
    expect(first.startsWith("-DOCSTART-")).toBe(true);
    expect(first.split(/\s+/)).toHaveLength(2);
    expect(first.split(/\s+/).at(-1)).toBe("O");
  });
});
