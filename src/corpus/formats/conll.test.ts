import { describe, expect, test } from "vitest";
import { readAll, sourceFile } from "../../../test/formats/memory.js";
import { conll } from "./conll.js";

type Settings = Readonly<Record<string, string>>;
const read = (content: string, settings: Settings = { documents: "file" }) =>
  readAll(conll, [sourceFile("notes.tsv", content)], settings);
/** Code, line and message of each problem; `!` where something is lost. */
const told = async (content: string, settings?: Settings) =>
  (await read(content, settings)).problems.map(
    ({ code, line, message, lost }) => `${lost ? "!" : ""}${code} ${line}: ${message}`,
  );
/** One sentence of tokens a, b, c, ... with these tags; its mentions as `Type:tokens`. */
const mentionsOf = async (tags: string, settings: Settings = {}) => {
  const rows = tags.split(" ").map((tag, i) => `${String.fromCharCode(97 + i)}\t${tag}\n`);
  const { documents, notices, problems } = await read(rows.join(""), {
    ...{ documents: "file", ...settings },
  });
  const { text = "", mentions = [] } = documents[0] ?? {};
  return {
    mentions: mentions
      .map(({ type, start, end }) => `${type}:${text.slice(start, end).replaceAll(" ", "")}`)
      .join(" "),
    scheme: notices[0]?.split(" ").at(-1),
    irregular: problems.map(({ line }) => line),
  };
};

describe("conll.read", () => {
  test("rebuilds the text, and gives words and mentions their place in it", async () => {
    const { documents, problems } = await read(
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

  test("makes documents of sentences where nothing parts them, and says so", async () => {
    const { documents, notices } = await read("a\tO\n\nb\tO\n\n".repeat(5), {});
    expect(documents).toHaveLength(10);
    expect(documents.map(({ id }) => id).slice(0, 2)).toEqual(["notes-01", "notes-02"]);
    expect(notices[1]).toMatch(/each sentence is one: a split can part sentences of one text/);
  });

  test("makes documents of blocks of sentences when asked, and says what that allows", async () => {
    const { documents, notices } = await read("a\tO\n\nb\tO\n\n\nc\tO\n", { block: "2" });
    expect(documents.map(({ id, text }) => [id, text])).toEqual([
      ["notes-1", "a\nb"],
      ["notes-2", "c"],
    ]);
    expect(notices[1]).toBe(
      "nothing parts documents, so blocks of 2 sentences are documents: where a block ends inside a text, a split can part it",
    );
    const parted = await read("-DOCSTART-\tO\n\na\tO\n\nb\tO\n\nc\tO\n", { block: "2" });
    expect(parted.documents).toHaveLength(1);
    expect(parted.notices).toContain("block is not used, because something else makes documents");
  });

  test("keeps a document without sentences, and sentences before the first -DOCSTART-", async () => {
    const content = "a\tO\n\n-DOCSTART-\tO\n\n-DOCSTART-\tO\n\nb\tO\n";
    for (const documents of ["docstart", "auto"])
      expect((await read(content, { documents })).documents.map(({ text }) => text)).toEqual([
        ...["a", "", "b"],
      ]);
  });

  test("calls documents by file and number where their id is empty", async () => {
    const { documents } = await read(
      "-DOCSTART-()\tO\n\nno\tO\n\n-DOCSTART-(b)\tO\n\nfever\tB-X\n",
      {},
    );
    expect(documents.map(({ id }) => id)).toEqual(["notes-1", "b"]);
  });

  test("takes a file for a document where -DOCSTART- is asked for but missing", async () => {
    const { documents, notices } = await read("a\tO\n\nb\tO\n", { documents: "docstart" });
    expect(documents.map(({ text }) => text)).toEqual(["a\nb"]);
    expect(notices).toContain("there are no -DOCSTART- lines, so each file is a document");
  });

  test.each([
    [
      "-DOCSTART- -X- -X- O\n\na NN B-NP B-X\n\n-DOCSTART- -X- O O\n\nb NN O O\n",
      "notes-1 notes-2",
    ],
    ["-DOCSTART-\tO\n\na\tB-X\n\n-DOCSTART-\tO\n\nb\tO\n", "notes-1 notes-2"],
    ["-DOCSTART-\n\na\tB-X\n\n-DOCSTART-\n\nb\tO\n", "notes-1 notes-2"],
    ["-DOCSTART-(p%2F1)\tO\n\na\tB-X\n\n-DOCSTART-(50%)\tO\n\nb\tO\n", "p/1 50%"],
    ["-DOCSTART- (1 EU)\n\na\tB-X\n\n-DOCSTART- (2 Rare)\n\nb\tO\n", "1 EU,2 Rare"],
    ["-DOCSTART-\tn-17\tO\n\na\tB-X\n\n-DOCSTART-\tn-18\tO\n\nb\tO\n", "n-17 n-18"],
    ["-DOCSTART-\tn-17\tO\n\na\tB-X\n\n-DOCSTART-\tn-17\tO\n\nb\tO\n", "notes-1 notes-2"],
    ["-DOCSTART- O\n# id = p1\na B-X\n\n-DOCSTART- O\n\n# id = p2\nb O\n", "p1 p2"],
    ["# newdoc id = p1\n# sent_id = 1\na\tB-X\n\n# newdoc id = p2\nb\tO\n", "p1 p2"],
    ["# newdoc\na\tB-X\n\n# newdoc\nb\tO\n", "notes-1 notes-2"],
    ["-DOCSTART-\tO\n# newdoc id = p1\na\tB-X\n\n-DOCSTART-\tO\n# newdoc id = p2\nb\tO\n", "p1 p2"],
    [
      "#begin document (x/1); part 000\na\tB-X\n#end document\n#begin document (x/2)\nb\tO\n",
      "(x/1); part 000,(x/2)",
    ],
    ["# id p1 domain=en\na _ _ B-X\n\n# id p2\tdomain=en\nb _ _ O\n", "p1 p2"],
    ["# sent_id = 1\na\tB-X\n\n# sent_id = 1\nb\tO\n", "notes-1 notes-2"],
  ])("finds documents and their ids in %j", async (content, expected) => {
    const { documents, problems } = await read(content, {});
    const ids = expected.split(expected.includes(",") ? "," : " ");
    expect(documents.map(({ id, text }) => [id, text])).toEqual([
      [ids[0], "a"],
      [ids[1], "b"],
    ]);
    expect(documents[0]?.mentions).toMatchObject([{ type: "X" }]);
    expect(problems).toEqual([]);
  });

  // The lines of each scheme for: "a b" and "c" of X touch, "d" of Y, "f" of X.
  test.each([
    ["iob2", "B-X I-X B-X B-Y O B-X"],
    ["iob1", "I-X I-X B-X I-Y O I-X"],
    ["bioes", "B-X E-X S-X S-Y O S-X"],
    ["bioes", "B-X L-X U-X U-Y O U-X"],
    ["bioes", "B-X E-X W-X W-Y O W-X"],
  ])("recognises %s", async (scheme, tags) => {
    const expected = { mentions: "X:ab X:c Y:d X:f", scheme, irregular: [] };
    expect(await mentionsOf(tags)).toEqual(expected);
    expect(await mentionsOf(tags, { scheme })).toEqual(expected);
  });

  test("recognises a scheme in spite of single slips", async () => {
    const regular = Array(20).fill("B-X I-X O").join(" ");
    expect(await mentionsOf(`E-X ${regular}`)).toMatchObject({ scheme: "iob2", irregular: [1] });
    expect(await mentionsOf(`${regular} I-X`)).toMatchObject({ scheme: "iob2", irregular: [61] });
  });

  test.each(["bio", "BILOU", "IOBES", "auto"])("knows the scheme %s", async (scheme) => {
    expect((await mentionsOf("O B-X I-X", { scheme })).mentions).toBe("X:bc");
  });

  test.each(["I-X I-X I-X I-Y O I-X", "X X X Y O X"])(
    "reads types alone as io, where neighbours of one type are one mention: %s",
    async (tags) => {
      const expected = { mentions: "X:abc Y:d X:f", scheme: "io", irregular: [] };
      expect(await mentionsOf(tags)).toEqual(expected);
      expect(await mentionsOf(tags, { scheme: "io" })).toEqual(expected);
    },
  );

  test("reads types that look like prefixes when io is named", async () => {
    expect((await mentionsOf("B-cell B-cell Tumour O", { scheme: "io" })).mentions).toBe(
      "B-cell:ab Tumour:c",
    );
  });

  test("calls the type of bare B and I Entity", async () => {
    expect((await mentionsOf("B I O B B")).mentions).toBe("Entity:ab Entity:d Entity:e");
  });

  test("starts a mention at a tag that cannot follow the one before it, and lists the line", async () => {
    expect(await mentionsOf("B-X I-X O I-X B-Y I-X O")).toEqual({
      ...{ mentions: "X:ab X:d Y:e X:f", scheme: "iob2", irregular: [4, 6] },
    });
    expect(await mentionsOf("B-X O E-X S-X I-X")).toEqual({
      ...{ mentions: "X:a X:c X:d X:e", scheme: "bioes", irregular: [2, 3, 5] },
    });
  });

  test("takes a line that starts with # for a comment unless it is a token with a tag", async () => {
    const spaced = "# something else\nhigh _ _ B-X\n# _ _ I-X\n# note\nrate _ _ O\n";
    expect(await read(spaced)).toMatchObject({
      documents: [{ text: "high # rate", mentions: [{ start: 0, end: 6 }] }],
      notices: ["tags are read as iob2", "comment lines (#) are left aside"],
    });
    const tabbed = await read("# a comment\n#\tX\n#1\tO\n");
    expect(tabbed.documents[0]?.text).toBe("# #1");
  });

  test("keeps every character of a token", async () => {
    const tokens = ["\u00a0", "a b", "\u2028", "é🩺", '"', "\u200b"];
    const { documents } = await read(`\ufeff${tokens.map((token) => `${token}\tO`).join("\r\n")}`);
    const [document] = documents;
    expect(document?.words?.map(({ start, end }) => document.text.slice(start, end))).toEqual(
      tokens,
    );
  });

  test.each([
    ["a\tO\nb\nc\tO", "line of 1 columns in a file of 2"],
    ["a\tO\nb\tO\tO\nc\tO", "line of 3 columns in a file of 2"],
    ["a O\nb c O\nc O", "line of 3 columns in a file of 2"],
    ["a\tO\n\tO\nc\tO", "line with an empty token"],
    ["a\tO\nb\t\nc\tO", "line with an empty tag"],
  ])("lists the line that it cannot read in %j, and reads on", async (content, problem) => {
    expect(await told(content)).toEqual([`!malformed 2: ${problem}`]);
    expect((await read(content)).documents[0]?.text).toBe("a c");
  });

  test("keeps a token whose tag is none, without printing it", async () => {
    const content = "a\tB-X\nb\tSmith\nc\tI-X\n";
    expect(await told(content)).toEqual([
      "irregular-tag 3: this tag does not follow the tag before it under iob2",
      "!malformed 2: this is no tag: neither O nor a type after B-, I-, E- or S-",
    ]);
    expect((await read(content)).documents[0]?.text).toBe("a b c");
  });

  test("reads nothing from a file of one column or of words, and says why", async () => {
    expect(await told("\nfever\n")).toEqual([
      "!malformed undefined: most lines have 1 column, where a token and its tag are expected",
    ]);
    const words = Array.from({ length: 40 }, (_, i) => `O\tword${i}\n`).join("");
    expect(await told(words, { token: "1", tag: "2" })).toEqual([
      "!malformed undefined: column 2 has 40 different values in 40 lines, so it holds no tags",
    ]);
    const manyTypes = Array.from({ length: 200 }, (_, i) => `w\tType${i % 40}\n`).join("");
    expect(await told(manyTypes)).toEqual([]);
    expect(await told("a\tO\n", { token: "3" })).toEqual([
      "!malformed undefined: lines have 2 columns, but column 3 is asked for",
    ]);
  });

  test.each(["", "\n\n", "# comment\n", "\ufeff"])("reads %j as no document", async (content) => {
    expect(await read(content, {})).toMatchObject({ documents: [], problems: [] });
  });

  test.each([
    [{ scheme: "xyz" }, '--read: scheme is "xyz". It can be auto, iob1, iob2, bioes, io.'],
    [{ token: "0" }, '--read: token is "0". It can be a column from 1, or negative from the end.'],
    [{ block: "-2" }, '--read: block is "-2". It can be a whole number from 1.'],
    [{ documents: "x" }, '--read: documents is "x". It can be auto, docstart, sentence, file.'],
  ])("refuses the setting %j", async (settings, message) => {
    await expect(read("a\tO\n", settings as Settings)).rejects.toThrow(message);
  });
});

describe("conll.looksLike", () => {
  test.each([
    ["x.txt", "-DOCSTART- -X- O\n\nEU NNP I-ORG\nrejects VBZ O\n", true],
    ["x.txt", "fever\tB\n", true],
    ["x.tsv", "fever\tB-Sign\nof\tI-Sign\n\nunknown\tO", true],
    ["x.conll", "the X\nfever Sign\nof O\n", true],
    ["x.tsv", "#FORMAT=WebAnno TSV 3.2\n\n\n1-1\t0-1\ta\tO\n", false],
    ["x.tsv", "id\ttext\n1\tfever\n2\tcough\n", false],
    ["x.tsv", "", false],
    ["x.txt", "The patient had a fever.\n", false],
    ["x.txt", "Hepatitis B\nHepatitis B\n", false],
    ["x.txt", "Blood group\nfever since O\nchest pain", false],
    ["x.ann", "T1\tSign 0 5\tfever\n", false],
    ["x.ann", "T0\tDrug 0 1\tO\n", false],
    ["x.jsonl", '{"text": "a", "mentions": []}\n', false],
    ["x.jsonl", '{"text": "vitamin B-Drug here"}\n', false],
    ["x.json", '[\n{"tag": "O"}, O\n{"tag": "O"}, O\n', false],
    ["x.txt", "vitamin B-Drug here\n", false],
    ["x.txt", "fever O NN\n".repeat(10), true],
    ["x.xml", `<?xml version="1.0"?>\n<a>\n${"fever B-Drug\n".repeat(12)}`, false],
    ["x.csv", `document_id,text\na,"fever\n${"fever B-Drug\n".repeat(12)}`, false],
    ["x.csv", `note id,text\na,"fever\n${"fever B-Drug\n".repeat(12)}`, false],
    ["x.tsv", `token\ttag\n${"fever\tB-Drug\n".repeat(12)}`, true],
    ["x.txt", `# a comment\n${"fever B-Drug\n".repeat(12)}`, true],
    ["x.txt", `<\tO\n${"fever\tB-Drug\n".repeat(12)}`, true],
  ])("%s with %j: %s", (path, head, expected) => {
    expect(conll.looksLike(sourceFile(path, ""), head)).toBe(expected);
  });
});
