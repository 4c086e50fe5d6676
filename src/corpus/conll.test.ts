import { describe, expect, test } from "vitest";
import { type ConllOptions, looksLikeConll, parseConll } from "./conll.js";

const read = (content: string, options: Partial<ConllOptions> = {}) =>
  parseConll(content, { id: "notes", source: "notes.tsv", documents: "file", ...options });
const refusal = (content: string, options: Partial<ConllOptions> = {}) => {
  try {
    read(content, options);
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
};
/** One sentence of tokens a, b, c, ... with these tags; its mentions as `Type:tokens`. */
const mentionsOf = (tags: string, options: Partial<ConllOptions> = {}) => {
  const rows = tags.split(" ").map((tag, i) => `${String.fromCharCode(97 + i)}\t${tag}\n`);
  const { documents, notices, problems } = read(rows.join(""), options);
  return {
    mentions: documents[0]?.mentions
      .map(
        ({ type, start, end }) =>
          `${type}:${documents[0]?.text.slice(start, end).replaceAll(" ", "")}`,
      )
      .join(" "),
    scheme: notices[0]?.split(" ").at(-1),
    irregular: problems.map(({ line }) => line),
  };
};

describe("parseConll", () => {
  test("rebuilds the text, and gives words and mentions their place in it", () => {
    const { documents, problems } = read(
      "No\tO\nchest\tB-Sign\npain\tI-Sign\n\n\nSince\tO\nMay\tB-Date\n",
    );
    expect(documents).toEqual([
      {
        id: "notes",
        text: "No chest pain\nSince May",
        words: [
          { start: 0, end: 2 },
          { start: 3, end: 8 },
          { start: 9, end: 13 },
          { start: 14, end: 19 },
          { start: 20, end: 23 },
        ],
        mentions: [
          { id: "T1", type: "Sign", start: 3, end: 13 },
          { id: "T2", type: "Date", start: 20, end: 23 },
        ],
      },
    ]);
    expect(problems).toEqual([]);
  });

  test("takes the first and the last of columns parted by blanks, as CoNLL-2003 has them", () => {
    const { documents, notices } = read(
      "-DOCSTART- -X- O O\n\nEU NNP B-NP I-ORG\nrejects VBZ B-VP O\n\n-DOCSTART- -X- -X- O\r\n\r\nBonn  NNP\tB-NP I-LOC \r\n",
      { documents: "auto" },
    );
    expect(documents.map(({ id, text }) => [id, text])).toEqual([
      ["notes-1", "EU rejects"],
      ["notes-2", "Bonn"],
    ]);
    expect(documents.map(({ mentions }) => mentions[0]?.type)).toEqual(["ORG", "LOC"]);
    expect(notices).toEqual(["tags are read as io"]);
  });

  test("makes documents of sentences where nothing delimits them, and says so", () => {
    const { documents, notices } = read("a\tO\n\nb\tO\n\n".repeat(5), { documents: "auto" });
    expect(documents).toHaveLength(10);
    expect(documents.map(({ id }) => id).slice(0, 2)).toEqual(["notes-01", "notes-02"]);
    expect(notices).toContain(
      "there are no -DOCSTART- lines, so each sentence is a document: a split can part sentences of one text",
    );
  });

  test("keeps a document without sentences, and sentences before the first -DOCSTART-", () => {
    const content = "a\tO\n\n-DOCSTART-\tO\n\n-DOCSTART-\tO\n\nb\tO\n";
    const { documents } = read(content, { documents: "docstart" });
    expect(documents.map(({ text }) => text)).toEqual(["a", "", "b"]);
  });

  // The lines of each scheme for: "a b" and "c" of X touch, "d" of Y, "f" of X.
  test.each([
    ["iob2", "B-X I-X B-X B-Y O B-X"],
    ["iob1", "I-X I-X B-X I-Y O I-X"],
    ["bioes", "B-X E-X S-X S-Y O S-X"],
    ["bioes", "B-X L-X U-X U-Y O U-X"],
    ["bioes", "B-X E-X W-X W-Y O W-X"],
  ])("recognises %s", (scheme, tags) => {
    const expected = { mentions: "X:ab X:c Y:d X:f", scheme, irregular: [] };
    expect(mentionsOf(tags)).toEqual(expected);
    expect(mentionsOf(tags, { scheme: scheme as "iob2" })).toEqual(expected);
  });

  test.each(["I-X I-X I-X I-Y O I-X", "X X X Y O X"])(
    "reads types alone as io, where neighbours of one type are one mention: %s",
    (tags) => {
      const expected = { mentions: "X:abc Y:d X:f", scheme: "io", irregular: [] };
      expect(mentionsOf(tags)).toEqual(expected);
      expect(mentionsOf(tags, { scheme: "io" })).toEqual(expected);
    },
  );

  test("reads types that look like prefixes when io is named", () => {
    expect(mentionsOf("B-cell B-cell Tumour O", { scheme: "io" }).mentions).toBe(
      "B-cell:ab Tumour:c",
    );
  });

  test("calls the type of bare B and I Entity", () => {
    expect(mentionsOf("B I O B B")).toMatchObject({ mentions: "Entity:ab Entity:d Entity:e" });
  });

  test("starts a mention at a tag that cannot follow the one before it, and lists the line", () => {
    expect(mentionsOf("B-X I-X O I-X B-Y I-X O")).toEqual({
      ...{ mentions: "X:ab X:d Y:e X:f", scheme: "iob2", irregular: [4, 6] },
    });
    expect(mentionsOf("B-X O E-X S-X I-X")).toEqual({
      ...{ mentions: "X:a X:c X:d X:e", scheme: "bioes", irregular: [2, 3, 5] },
    });
  });

  test("takes a line that starts with # for a comment unless it is a token with a tag", () => {
    const spaced = "# id 7f domain=en\nhigh _ _ B-X\n# _ _ I-X\n# note\nrate _ _ O\n";
    expect(read(spaced)).toMatchObject({
      documents: [{ text: "high # rate", mentions: [{ start: 0, end: 6 }] }],
      notices: ["tags are read as iob2", "comment lines (#) are left aside"],
    });
    expect(read("# newdoc id\n#\tX\n#1\tO\n").documents[0]?.text).toBe("# #1");
  });

  test("keeps every character of a token", () => {
    const tokens = ["\u00a0", "a b", "\u2028", "é🩺", '"', "\u200b"];
    const { documents } = read(`\ufeff${tokens.map((token) => `${token}\tO`).join("\r\n")}`);
    const [document] = documents;
    expect(document?.words?.map(({ start, end }) => document.text.slice(start, end))).toEqual(
      tokens,
    );
  });

  test.each([
    ["a\tO\nb", "line of 1 columns in a file of 2"],
    ["a\tO\nb\tO\tO", "line of 3 columns in a file of 2"],
    ["a O\nb c O", "line of 3 columns in a file of 2"],
  ])("refuses %j", (content, problem) => {
    expect(refusal(content)).toBe(
      `notes.tsv:2: ${problem}. Give every token the same columns, parted by tabs or blanks, with its tag in the last.`,
    );
  });

  test("refuses lines of one column, empty tokens and empty tags", () => {
    expect(refusal("\nfever\n")).toBe(
      "notes.tsv:2: line of 1 column where a token and its tag are expected. Give every token the same columns, parted by tabs or blanks, with its tag in the last.",
    );
    expect(refusal("\tO\n")).toBe(
      "notes.tsv:1: line with an empty token. Give every line a token first and a tag last.",
    );
    expect(refusal("a\tO\nb\t\n")).toBe(
      "notes.tsv:2: line with an empty tag. Give every line a token first and a tag last.",
    );
  });

  test("refuses a last column that is no tag, without printing it", () => {
    const message =
      "notes.tsv:2: the last column is no tag: neither O nor a type after B-, I-, E- or S-. Correct the line, or name the scheme io if the last column holds bare types.";
    expect(refusal("a\tB-X\nb\tSmith\n")).toBe(message);
    expect(refusal("a\tO\nb\tSmith\n", { scheme: "bioes" })).toBe(message);
  });

  test("refuses a last column of words, as when columns are swapped, without printing them", () => {
    const words = Array.from({ length: 40 }, (_, i) => `O\tword${i}\n`).join("");
    expect(refusal(words)).toBe(
      "notes.tsv: the last column has 40 different values in 40 lines, so it holds no tags. Put the token into the first column and its tag into the last.",
    );
    const manyTypes = Array.from({ length: 200 }, (_, i) => `w\tType${i % 40}\n`).join("");
    expect(refusal(manyTypes)).toBe("accepted");
  });

  test("refuses to part by -DOCSTART- where there is none", () => {
    expect(refusal("a\tO\n", { documents: "docstart" })).toBe(
      "notes.tsv: documents were asked for by -DOCSTART-, but there is no such line. Take documents by sentence or by file.",
    );
  });
});

describe("looksLikeConll", () => {
  test.each([
    ["-DOCSTART- -X- O\n\nEU NNP I-ORG\n", true],
    ["fever\tB\n", true],
    ["The patient had a fever.\n", false],
    ["", false],
    ["Blood group\nfever since O\nchest pain", false],
  ])("%j: %s", (content, expected) => expect(looksLikeConll(content)).toBe(expected));
});
