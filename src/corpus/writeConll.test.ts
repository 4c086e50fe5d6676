import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConll } from "./conll.js";
import type { Document, Mention } from "./document.js";
import { segmentWords, writeConll } from "./writeConll.js";

const read = (content: string) =>
  parseConll(content, { id: "d", source: "d.conll", documents: "docstart", scheme: "iob2" });
const document = (text: string, ...mentions: (readonly [number, number, string])[]): Document => ({
  id: "d",
  text,
  mentions: mentions.map(
    ([start, end, type], i): Mention => ({ id: `T${i + 1}`, type, start, end }),
  ),
});

describe("writeConll", () => {
  test("tags words in IOB2, a blank line at each newline between words", () => {
    expect(
      writeConll([document("Chest pain.\nSince May", [0, 10, "Sign"], [18, 21, "Date"])]),
    ).toEqual({
      conll: "-DOCSTART-\tO\n\nChest\tB-Sign\npain\tI-Sign\n.\tO\n\nSince\tO\nMay\tB-Date\n\n",
      affected: [],
    });
  });

  test("is read back unchanged where a column file gave the words", () => {
    const tag = fc.tuple(fc.constantFrom("O", "B", "I"), fc.constantFrom("X", "Y"));
    const token = fc.constantFrom("a", "#", "# b", "é🩺", "\u00a0", "-DOC", "O", "1\u2028");
    const sentence = fc.array(fc.tuple(token, tag), { minLength: 1, maxLength: 5 });
    const file = fc.array(fc.array(sentence, { maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(file, (documents) => {
        const rows = documents
          .map((sentences) =>
            sentences
              .map((words) =>
                words.map(([word, [b, x]]) => `${word}\t${b === "O" ? b : `${b}-${x}`}\n`).join(""),
              )
              .join("\n"),
          )
          .map((body) => `-DOCSTART-\tO\n\n${body}\n`);
        const first = read(rows.join(""));
        const { conll, affected } = writeConll(first.documents);
        expect(affected).toEqual([]);
        expect(read(conll).documents).toEqual(first.documents);
      }),
      { seed: 20240903 },
    );
  });

  test("tags a word that a mention touches, and lists the mention whose word is taken", () => {
    const { conll, affected } = writeConll(
      [document("ham-\u200bfisted  x", [0, 3, "A"], [5, 11, "B"], [4, 5, "C"], [11, 13, "D"])],
      {
        words: () => [
          { start: 0, end: 11 },
          { start: 13, end: 14 },
        ],
      },
    );
    expect(conll).toContain("ham-\u200bfisted\tB-A\nx\tO\n");
    expect(affected.map(({ mentionId, reason, by }) => [mentionId, reason, by])).toEqual([
      ["T3", "same word", "T1"],
      ["T2", "same word", "T1"],
      ["T4", "no word", undefined],
    ]);
  });

  test("does not end a sentence inside a mention", () => {
    const { conll, affected } = writeConll([document("chest\npain", [0, 10, "Sign"])]);
    expect(conll).toBe("-DOCSTART-\tO\n\nchest\tB-Sign\npain\tI-Sign\n\n");
    expect(affected).toEqual([]);
  });

  test("writes each fragment by itself when asked, and lists the mention", () => {
    const split: Document = {
      id: "d",
      text: "left and right arm",
      mentions: [
        {
          ...{ id: "T1", type: "Arm", start: 0, end: 18 },
          fragments: [
            { start: 0, end: 4 },
            { start: 15, end: 18 },
          ],
        },
      ],
    };
    const { conll, affected } = writeConll([split], { discontinuous: "fragments" });
    expect(conll).toBe("-DOCSTART-\tO\n\nleft\tB-Arm\nand\tO\nright\tO\narm\tB-Arm\n\n");
    expect(affected).toMatchObject([{ mentionId: "T1", action: "fragments" }]);
  });

  test("writes a type of two words nowhere", () => {
    expect(() => writeConll([document("fever", [0, 5, "Lab value"])])).toThrow(
      'd: type "Lab value" cannot be written as CoNLL, where a type is one word. Rename the type or write JSONL.',
    );
  });
});

describe("segmentWords", () => {
  test("parts letters and digits from every other visible character", () => {
    const text = " 5mg, e\u0301t🩺\n(x)";
    expect(segmentWords(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      ..."5mg , e\u0301t 🩺 ( x )".split(" "),
    ]);
  });
});
