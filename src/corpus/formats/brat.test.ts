import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import { type Document, spansOf } from "../document.js";
import { brat } from "./brat.js";

const read = async (txt: string, ann: string) => {
  const files = [sourceFile("ADE/12.txt", txt), sourceFile("ADE/12.ann", ann)];
  const { documents, problems } = await readAll(brat, files);
  return { document: documents[0] as Document, problems };
};
/** Code, line and message of each problem; `!` where something is lost. */
const told = async (txt: string, ann: string) =>
  (await read(txt, ann)).problems.map(
    ({ code, line, message, lost }) => `${lost ? "!" : ""}${code} ${line}: ${message}`,
  );
/** What a mention covers, fragments apart. */
const covered = ({ text, mentions }: Document) =>
  mentions.map((mention) =>
    spansOf(mention)
      .map((span) => text.slice(span.start, span.end))
      .join("|"),
  );

describe("brat.read", () => {
  test("reads every kind of line", async () => {
    const { document, problems } = await read(
      "fever since May",
      "T2\tDate 12 15\tMay\nE1\tSign:T1 When:T2 Cause2:R1\nT1\tSign 0 5\tfever\n*\tEquiv T1 T2\nR1\tBEFORE Arg1:T1 Arg2:T2\t\nA1\tPast T1\nA2\tCertainty E1 very likely\n#1\tAnnotatorNotes T1\tsure\tis sure\nM1\tNegation E1\nN1\tReference T1 X:1\tx\nN2\tReference Annotation:T2 Referent:Y:2\n\n",
    );
    expect(document).toEqual({
      id: "ADE/12",
      text: "fever since May",
      mentions: [
        { id: "T2", type: "Date", start: 12, end: 15 },
        { id: "T1", type: "Sign", start: 0, end: 5 },
      ],
      events: [
        {
          ...{ id: "E1", type: "Sign", trigger: "T1" },
          arguments: [
            { role: "When", target: "T2" },
            { role: "Cause2", target: "R1" },
          ],
        },
      ],
      relations: [
        {
          ...{ id: "*1", type: "Equiv", symmetric: true },
          arguments: [
            { role: "", target: "T1" },
            { role: "", target: "T2" },
          ],
        },
        {
          ...{ id: "R1", type: "BEFORE" },
          arguments: [
            { role: "Arg1", target: "T1" },
            { role: "Arg2", target: "T2" },
          ],
        },
      ],
      attributes: [
        { id: "A1", name: "Past", target: "T1" },
        { id: "A2", name: "Certainty", target: "E1", value: "very likely" },
        { id: "M1", name: "Negation", target: "E1" },
      ],
      notes: [{ id: "#1", type: "AnnotatorNotes", target: "T1", text: "sure\tis sure" }],
      normalizations: [
        { id: "N1", type: "Reference", target: "T1", reference: "X:1", text: "x" },
        { id: "N2", type: "Reference", target: "T2", reference: "Y:2", text: "" },
      ],
    });
    expect(problems).toEqual([]);
  });

  test("joins .a1 and .a2, and prefers .ann to both", async () => {
    const files = [
      sourceFile("c/1.txt", "p53 binds"),
      sourceFile("c/1.a1", "T1\tGene 0 3\tp53\n"),
      sourceFile("c/1.a2", "T2\tBinding 4 9\tbinds\nE1\tBinding:T2 Theme:T1\n"),
      sourceFile("2.a2", ""),
      sourceFile("2.a1", "T1\tGene 0 3\told\n"),
      sourceFile("2.ann", "T1\tGene 0 3\tnew\n"),
      sourceFile("2.txt", "new"),
    ];
    const { documents, problems, notices } = await readAll(brat, files);
    expect(documents.map(({ id }) => id)).toEqual(["c/1", "2"]);
    expect(documents[0]?.events).toMatchObject([{ trigger: "T2", arguments: [{ target: "T1" }] }]);
    expect(problems).toEqual([]);
    expect(notices).toEqual([".a1 and .a2 are left aside for 1 documents that have .ann"]);
  });

  test("keeps an event without trigger as a relation", async () => {
    const { document } = await read(
      "a b",
      "T1\tX 0 1\ta\nT2\tX 2 3\tb\nE1\tPart_of Host:T1 Part:T2\n",
    );
    expect(document.relations).toMatchObject([{ id: "E1", type: "Part_of" }]);
    expect(document).not.toHaveProperty("events");
  });

  test("counts offsets in code points, and keeps CRLF and a byte order mark of the text", async () => {
    // BOM 0, 🩺 1, space 2, o 3 to k 4, CR 5, LF 6, 𝛼 7, -cell 8 to 12
    const { document, problems } = await read(
      "\ufeff🩺 ok\r\n𝛼-cell",
      "\ufeffT1\tA 1 5\t🩺 ok\r\nT2\tB 7 13\t𝛼-cell\r\n",
    );
    expect(covered(document)).toEqual(["🩺 ok", "𝛼-cell"]);
    expect(document.text).toBe("\ufeff🩺 ok\r\n𝛼-cell");
    expect(problems).toEqual([]);
  });

  test.each([
    ["🩺 ok", "T1\tA 3 5\tok\n", "UTF-16 units"],
    ["é ok", "T1\tA 3 5\tok\n", "bytes"],
    ["a\r\nok", "T1\tA 2 4\tok\n", "code points, CRLF as one"],
    ["\ufeff🩺 ok", "T1\tA 2 4\tok\n", "code points after the byte order mark"],
    ["\ufefféé ok", "T1\tA 5 7\tok\n", "bytes after the byte order mark"],
  ])("recognises from the quotes what else the offsets of %j count", async (txt, ann, unit) => {
    const { document, problems } = await read(txt, ann);
    expect(document.text).toBe(txt);
    expect(covered(document)).toEqual(["ok"]);
    expect(problems).toEqual([
      {
        ...{ source: "ADE/12.ann", code: "offset-unit" },
        message: `offsets count ${unit}, where brat counts code points: so 1 of 1 quoted texts are at their place`,
      },
    ]);
  });

  test("sorts the fragments of a discontinuous mention and joins those that touch", async () => {
    const { document, problems } = await read(
      "left and right arm",
      "T1\tArm 15 18;0 4\tarm left\nT2\tArm 0 4;4 8\tleft  and\nT3\tArm 0 4;9 14;14 18\tleft right  arm\nT4\tArm 0 4;15 18\tleftarm\n",
    );
    expect(covered(document)).toEqual(["left|arm", "left and", "left|right arm", "left|arm"]);
    expect(document.mentions[0]).toMatchObject({ start: 0, end: 18 });
    expect(document.mentions[1]).not.toHaveProperty("fragments");
    expect(problems).toEqual([]);
  });

  test("accepts a type of any characters, spaces for newlines in a quote, and tabs between fields", async () => {
    const { document, problems } = await read(
      "no\nfever\there",
      "T1\tSign/🩺:x[1] 0 8\tno fever\nT2\tSign\t3\t13\tfever\there\n",
    );
    expect(document.mentions[0]?.type).toBe("Sign/🩺:x[1]");
    expect(covered(document)).toEqual(["no\nfever", "fever\there"]);
    expect(problems).toEqual([]);
  });

  test("complains about fields that are too many, and about a quote that is missing", async () => {
    expect(
      await told(
        "fever",
        "T1\tSign 0 5\tfever\tof MACCROBAT\nT2\tSign 0 5\nT3\tSign 0 5\tfever\t\n",
      ),
    ).toEqual([
      '!malformed 1: entity "T1" has 4 fields instead of 3; the others are left aside',
      'malformed 2: entity "T2" quotes no text',
    ]);
  });

  test("shows ids without what moves the cursor", async () => {
    const problems = await told("fever", "T1\u009d\tSign 0 9\tfever\nE1\u001b\tRise:T1\u009d\n");
    expect(problems).toEqual([
      String.raw`!outside-text 1: entity "T1\u009d" ends at 9 but the text has 5 code points`,
      String.raw`!dangling-reference 2: event "E1\u001b" refers to something, which is not there`,
    ]);
  });

  test("complains about a quoted text that differs, without quoting either", async () => {
    expect(await told("fever since May", "T1\tSign 0 5\tcough\n")).toEqual([
      'quoted-text-differs 1: entity "T1" quotes another text than the document has',
    ]);
  });

  test("keeps both annotations of one id, and names those that have none", async () => {
    const { document, problems } = await read(
      "fever",
      "T1\tA 0 5\tfever\nT1\tB 0 5\tfever\nT\tC 0 5\tfever\nT1.2\tD 0 5\tfever\nT1\tE 0 5\tfever\nR\tX Arg1:T1 Arg2:T2\n",
    );
    expect(document.mentions.map(({ id, type }) => id + type)).toEqual([
      ..."T1A T1.3B T2C T1.2D T1.4E".split(" "),
    ]);
    expect(document.relations?.[0]?.id).toBe("R1");
    expect(problems.map(({ code, line, message }) => [code, line, message])).toEqual([
      ["duplicate-id", 2, 'id "T1" was given on line 1, so this entity is called "T1.3"'],
      ["missing-id", 3, 'this entity has no id, so it is called "T2"'],
      ["duplicate-id", 5, 'id "T1" was given on line 1, so this entity is called "T1.4"'],
      ["missing-id", 6, 'this relation has no id, so it is called "R1"'],
    ]);
  });

  test("says in which file an id was given before", async () => {
    const files = [
      sourceFile("1.txt", "fever"),
      sourceFile("1.a1", "T1\tA 0 5\tfever\n"),
      sourceFile("1.a2", "T1\tB 0 5\tfever\n"),
    ];
    const { problems } = await readAll(brat, files);
    expect(problems[0]?.message).toBe(
      'id "T1" was given on line 1 of 1.a1, so this entity is called "T1.2"',
    );
  });

  test("leaves out what refers to something that is not there, and what refers to that", async () => {
    const { document, problems } = await read(
      "fever May",
      "T1\tA 0 5\tfever\nT2\tA 5 99\tx\nE1\tA:T2\nR1\tX Arg1:T1 Arg2:E1\nA1\tNegation R1\nA2\tPast T1\nE2\tA:R2\nR2\tX Arg1:T1 Arg2:T1\n#1\tNote Smith\tx\n",
    );
    expect(document).toMatchObject({ mentions: [{ id: "T1" }], attributes: [{ id: "A2" }] });
    expect(document.relations?.map(({ id }) => id)).toEqual(["R2"]);
    expect(document).not.toHaveProperty("events");
    const lost = problems.filter(({ code }) => code === "dangling-reference");
    expect(lost.every(({ lost }) => lost)).toBe(true);
    expect(lost.map(({ line, message }) => `${line}: ${message}`).sort()).toEqual([
      '3: event "E1" refers to "T2", which is not there',
      '4: relation "R1" refers to "E1", which is not there',
      '5: attribute "A1" refers to "R1", which is not there',
      '7: event "E2" refers to "R2", which is no entity',
      '9: note "#1" refers to something, which is not there',
    ]);
  });

  test("reads files whose lines end in CR alone", async () => {
    const { document } = await read("fever", "T1\tA 0 5\tfever\rT2\tB 0 5\tfever\r");
    expect(document.mentions).toHaveLength(2);
  });

  test.each(["", "\n", "\ufeff", " \r\n\t\n"])("reads %j as no mentions", async (ann) => {
    expect(await read("fever", ann)).toEqual({
      document: { id: "ADE/12", text: "fever", mentions: [] },
      problems: [],
    });
  });

  test("lists an entity outside of the text, empty, or of half a character, and reads on", async () => {
    const ann =
      "T1\tSign 1 7\tfever\nT2\tA 0 99999999999999999999\t\nT3\tA 3 3\t\nT4\tA 4 2\tx\nT5\tA 0 2;4 4\tx\nT6\tA 1 6\tfever\n";
    expect(await told("🩺fever", ann)).toEqual([
      '!outside-text 1: entity "T1" ends at 7 but the text has 6 code points',
      '!outside-text 2: entity "T2" ends at 100000000000000000000 but the text has 6 code points',
      '!empty-mention 3: entity "T3" starts at 3 but ends at 3',
      '!empty-mention 4: entity "T4" starts at 4 but ends at 2',
      '!empty-mention 5: entity "T5" starts at 4 but ends at 4',
    ]);
    expect((await read("🩺fever", ann)).document.mentions).toHaveLength(1);
    // Two quotes tell that offsets count UTF-16 units; the third is in the middle of a pair.
    expect(await told("🩺 a b", "T1\tA 3 4\ta\nT2\tA 5 6\tb\nT3\tA 1 4\tx\n")).toContain(
      '!outside-text 3: entity "T3" from 1 to 4 cuts a character in two',
    );
  });

  test.each([
    ["T1 Sign 0 5 fever", "malformed entity"],
    ["T1\tSign 0\tfever", "malformed entity"],
    ["T1\tSign 0 five\tfever", "malformed entity"],
    ["T1\tSign -1 5\tfever", "malformed entity"],
    ["T1\tSign 0.5 5\tfever", "malformed entity"],
    ["T1\tSign 0 2,3 5\tfever", "malformed entity"],
    ["T1\tSign 0 2;\tfever", "malformed entity"],
    ["T1\t 0 5\tfever", "malformed entity"],
    ["R1\tBEFORE", "malformed relation"],
    ["R1\tBEFORE T1 T2", "malformed relation"],
    ["E1\tSign:", "malformed event"],
    ["A1\tPast", "malformed attribute"],
    ["N1\tReference T1", "malformed normalization"],
    ["*\tEquiv", "malformed equivalence"],
    ["#1\tA long note without its tab", "malformed note"],
    ["fever", "line of unknown kind"],
    ["X1\tSign 0 5\tfever", "line of unknown kind"],
    ["t1\tSign 0 5\tfever", "line of unknown kind"],
    ["# a comment", "line of unknown kind"],
    [" T1\tA 0 5\tfever", "line of unknown kind"],
  ])("lists the malformed line %j and reads on", async (line, expected) => {
    const ann = `${line}\nT9\tA 0 5\tfever`;
    const [problem, ...others] = await told("fever", ann);
    expect(problem).toContain(`!malformed 1: ${expected}`);
    expect(others).toEqual([]);
    expect((await read("fever", ann)).document.mentions).toHaveLength(1);
  });

  test("tells what a malformed line should be", async () => {
    expect(await told("", "T1\tSign\nfoo\n")).toEqual([
      '!malformed 1: malformed entity, expected "T1<tab>Type start end<tab>text"',
      "!malformed 2: line of unknown kind, expected one that starts with T, R, E, A, M, N, * or #",
    ]);
  });

  test("counts texts without annotation, and lists annotations without text", async () => {
    const files = [
      ...["a.txt", "b.txt", "c.ann", "d.a1", "d.a2"].map((name) => sourceFile(name, "")),
      ...[sourceFile("e.txt", ""), sourceFile("e.ann", "")],
    ];
    const { documents, problems, notices } = await readAll(brat, files);
    expect(documents.map(({ id }) => id)).toEqual(["a", "b", "e"]);
    expect(notices).toEqual(["2 texts without annotation are documents without mentions"]);
    expect(problems.map(({ source, code, lost }) => [source, code, lost])).toEqual([
      ["c.ann", "missing-text", true],
      ["d.a1", "missing-text", true],
      ["d.a2", "missing-text", true],
    ]);
  });

  test("reads a single file of any name, and passes over settings beside others", async () => {
    const conf = sourceFile("annotation.conf", "[entities]\nSign\n");
    const note = sourceFile("note", "fever");
    const ids = async (...files: (typeof note)[]) =>
      (await readAll(brat, files)).documents.map(({ id }) => id);
    expect(await ids(note)).toEqual(["note"]);
    expect(await ids(conf, sourceFile("1.txt", ""))).toEqual(["1"]);
  });

  test("reads a long text of astral characters in time that grows with its length", async () => {
    const ann = Array.from({ length: 2000 }, (_, i) => `T${i}\tA ${i * 100} ${i * 100 + 1}\t🩺\n`);
    const started = performance.now();
    const { document } = await read("🩺".repeat(200_000), ann.join(""));
    expect(document.mentions.at(-1)).toMatchObject({ start: 399_800, end: 399_802 });
    expect(performance.now() - started).toBeLessThan(2000); // a scan a mention takes many times that
  });

  test("reads many references to what is missing in time that grows with their number", async () => {
    const n = 20_000;
    const chain = Array.from({ length: n }, (_, i) => `R${i}\tX a:R${i + 1} b:R${i + 1}\n`);
    const started = performance.now();
    const { problems } = await read("", chain.join(""));
    expect(problems).toHaveLength(n);
    expect(performance.now() - started).toBeLessThan(4000);
  });

  test("finds what Python finds in the fixtures", async () => {
    const folder = new URL("../../../test/fixtures/brat/", import.meta.url);
    const content = (name: string) => readFileSync(new URL(name, folder));
    const oracle = JSON.parse(content("brat.json").toString()) as {
      readonly id: string;
      readonly mentions: readonly { readonly covered: string[] }[];
    }[];
    for (const { id, mentions } of oracle) {
      const files = [".txt", ".ann"].map((end) => sourceFile(id + end, content(id + end)));
      const { documents, problems } = await readAll(brat, files);
      expect(covered(documents[0] as Document)).toEqual(
        mentions.map((mention) => mention.covered.join("|")),
      );
      expect(problems).toEqual([]);
    }
  });
});

describe("brat.looksLike", () => {
  const file = (path: string) => sourceFile(path, "");
  test.each([
    ["a.ann", "T1\tA 0 1\tx\n", true],
    ["a.ann", "", true],
    ["a.a2", "junk\r\n*\tEquiv T1 T2\r\n", true],
    ["a.a1", "\ufeff#1\tNote T1\tx", true],
    ["a.ann", "{}", false],
    ["a.ann", "T1 and\nmore\ttext", false],
    ["a.txt", "T1\tA 0 1\tx\n", false],
    ["a.tsv", "T1\tO\n", false],
  ])("%s with %j: %s", (path, head, expected) => {
    expect(brat.looksLike(file(path), head)).toBe(expected);
  });
});

describe("brat on .a1 and .a2", () => {
  const files = [
    sourceFile("n.txt", "p53 falls"),
    sourceFile("n.a1", "T1\tGene 0 3\tp53\n"),
    sourceFile("n.a2", "T2\tFall 4 9\tfalls\nE1\tFall:T2 Theme:T1\n"),
  ];

  test("keeps the triggers of .a2 apart from the mentions, and writes them back there", async () => {
    const { documents, problems } = await readAll(brat, files);
    expect(problems).toEqual([]);
    expect(documents).toEqual([
      {
        ...{ id: "n", text: "p53 falls" },
        mentions: [{ id: "T1", type: "Gene", start: 0, end: 3 }],
        triggers: [{ id: "T2", type: "Fall", start: 4, end: 9 }],
        events: [
          { id: "E1", type: "Fall", trigger: "T2", arguments: [{ role: "Theme", target: "T1" }] },
        ],
      },
    ]);
    const written = await writeAll(brat, documents);
    expect(written.files.map(({ path }) => path)).toEqual([
      ...["n.txt", "n.a1", "n.a2", "annotation.conf"],
    ]);
    expect((await readAll(brat, written.files)).documents).toEqual(documents);
  });

  test("takes all entities for mentions if told so", async () => {
    const { documents } = await readAll(brat, files, { a2: "mentions" });
    expect(documents[0]?.mentions.map(({ id }) => id)).toEqual(["T1", "T2"]);
    expect(documents[0]).not.toHaveProperty("triggers");
  });
});
