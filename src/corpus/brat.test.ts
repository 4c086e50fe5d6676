import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { annotationConf, parseBrat, writeBrat } from "./brat.js";
import { type Document, hullOf, type Mention } from "./document.js";

const SEED = 20240903;
const read = (txt: string, ann: string) =>
  parseBrat({ txt, ann }, { id: "12", annSource: "ADE/12.ann" });
const refusal = (txt: string, ann: string) => {
  try {
    read(txt, ann);
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
};
/** What a mention covers, fragments apart. */
const covered = ({ text, mentions }: Document) =>
  mentions.map(({ start, end, fragments }) =>
    (fragments ?? [{ start, end }]).map((span) => text.slice(span.start, span.end)).join("|"),
  );

describe("parseBrat", () => {
  test("reads entities in the order of the file and counts other lines by kind", () => {
    const { document, others, problems } = read(
      "fever since May",
      "T2\tDate 12 15\tMay\nE1\tSign:T1\nT1\tSign 0 5\tfever\n*\tEquiv T1 T2\nR1\tBEFORE Arg1:T1 Arg2:T2\t\nA1\tPast T1\n#1\tAnnotatorNotes T1\tsure\nM1\tNegation E1\nN1\tReference T1 X:1\tx\n\n",
    );
    expect(document).toEqual({
      id: "12",
      text: "fever since May",
      mentions: [
        { id: "T2", type: "Date", start: 12, end: 15 },
        { id: "T1", type: "Sign", start: 0, end: 5 },
      ],
    });
    expect(others).toEqual({
      ...{ event: 1, equivalence: 1, relation: 1, attribute: 2, note: 1, normalization: 1 },
    });
    expect(problems).toEqual([]);
  });

  test("counts offsets in code points, and keeps CRLF and a byte order mark of the text", () => {
    // BOM 0, 🩺 1, space 2, o 3 to k 4, CR 5, LF 6, 𝛼 7, -cell 8 to 12
    const { document, problems } = read(
      "\ufeff🩺 ok\r\n𝛼-cell",
      "\ufeffT1\tA 1 5\t🩺 ok\r\nT2\tB 7 13\t𝛼-cell\r\n",
    );
    expect(covered(document)).toEqual(["🩺 ok", "𝛼-cell"]);
    expect(document.text).toBe("\ufeff🩺 ok\r\n𝛼-cell");
    expect(problems).toEqual([]);
  });

  test("sorts the fragments of a discontinuous mention and joins those that touch", () => {
    const { document, problems } = read(
      "left and right arm",
      "T1\tArm 15 18;0 4\tarm left\nT2\tArm 0 4;4 8\tleft  and\nT3\tArm 0 4;9 14;14 18\tleft right  arm\n",
    );
    expect(covered(document)).toEqual(["left|arm", "left and", "left|right arm"]);
    expect(document.mentions[0]).toMatchObject({ start: 0, end: 18 });
    expect(document.mentions[1]).not.toHaveProperty("fragments");
    expect(problems).toEqual([]);
  });

  test("accepts a fourth field, a type of any characters, and spaces for newlines in a quote", () => {
    const { document, problems } = read(
      "no\nfever here",
      "T1\tSign/🩺:x[1] 0 8\tno fever\tof MACCROBAT\nT2\tSign 0 8\tno\\nfever\n",
    );
    expect(document.mentions[0]?.type).toBe("Sign/🩺:x[1]");
    expect(problems.map(({ line }) => line)).toEqual([2]);
  });

  test("complains about a quoted text that differs, without quoting either", () => {
    expect(read("fever since May", "T1\tSign 0 5\tcough\n").problems).toEqual([
      {
        source: "ADE/12.ann",
        line: 1,
        code: "quoted-text-differs",
        message: "the text quoted for entity T1 differs from the document",
      },
    ]);
  });

  test("keeps both entities of one id, under two names", () => {
    const { document, problems } = read("fever", "T1\tA 0 5\tfever\nT1\tB 0 5\tfever\n");
    expect(document.mentions.map(({ id }) => id)).toEqual(["T1", "T1.2"]);
    expect(problems).toEqual([
      {
        source: "ADE/12.ann",
        line: 2,
        code: "duplicate-id",
        message: "id T1 was given on line 1, so this entity is called T1.2",
      },
    ]);
  });

  test("reads files whose lines end in CR alone", () => {
    expect(read("fever", "T1\tA 0 5\tfever\rT2\tB 0 5\tfever\r").document.mentions).toHaveLength(2);
  });

  test.each(["", "\n", "\ufeff", " \r\n\t\n"])("reads %j as no mentions", (ann) => {
    expect(read("fever", ann).document.mentions).toEqual([]);
  });

  test("refuses an offset past the end, counting code points", () => {
    expect(refusal("🩺fever", "#1\tAnnotatorNotes T1\tx\nT7\tSign 1 7\tfever\n")).toBe(
      "ADE/12.ann:2: entity T7 ends at 7 but the document has 6 code points. Check that this .ann belongs to this .txt.",
    );
    expect(refusal("fever", "T1\tSign 0 2;4 9\tx\n")).toBe(
      "ADE/12.ann:1: entity T1 ends at 9 but the document has 5 code points. Check that this .ann belongs to this .txt.",
    );
    expect(refusal("fever", "T1\tSign 0 99999999999999999999\tfever")).toMatch("has 5 code points");
  });

  test.each([
    ["T1\tSign 3 3\t", 3, 3],
    ["T1\tSign 4 2\tx", 4, 2],
    ["T1\tSign 0 2;4 4\tx", 4, 4],
  ])("refuses the empty entity %j", (ann, start, end) => {
    expect(refusal("fever", ann)).toBe(
      `ADE/12.ann:1: entity T1 starts at ${start} but ends at ${end}. An entity covers at least one character: correct or remove this line.`,
    );
  });

  test.each([
    "T1 Sign 0 5 fever",
    "T1\tSign 0\tfever",
    "T1\tSign 0 5",
    "T1\tSign 0 five\tfever",
    "T1\tSign -1 5\tfever",
    "T1\tSign 0.5 5\tfever",
    "T1\tSign 0 2,3 5\tfever",
    "T1\tSign 0 2;\tfever",
    "T1\t 0 5\tfever",
    "T\tSign 0 5\tfever",
    "Tuesday",
  ])("refuses the malformed entity line %j", (ann) => {
    expect(refusal("fever", ann)).toBe(
      'ADE/12.ann:1: malformed entity line, expected "T1<tab>Type start end<tab>text". Correct or remove this line.',
    );
  });

  test.each([
    "fever",
    "X1\tSign 0 5\tfever",
    "t1\tSign 0 5\tfever",
    "Everything",
    " T1\tA 0 5\tfever",
  ])("refuses the line of unknown kind %j", (ann) => {
    expect(refusal("fever", `T1\tA 0 5\tfever\n${ann}`)).toBe(
      "ADE/12.ann:2: line of unknown kind, expected one that starts with T, E, R, A, M, N, * or #. Correct or remove this line.",
    );
  });

  test("reads a long text of astral characters in time that grows with its length", () => {
    const count = 200_000;
    const ann = Array.from({ length: 2000 }, (_, i) => `T${i}\tA ${i * 100} ${i * 100 + 1}\t🩺\n`);
    const started = performance.now();
    const { document } = read("🩺".repeat(count), ann.join(""));
    expect(document.mentions.at(-1)).toMatchObject({ start: 399_800, end: 399_802 });
    expect(performance.now() - started).toBeLessThan(2000); // a scan a mention takes many times that
  });
});

/** Texts of what moves offsets, and spans between their code points. */
const character = fc.constantFrom(
  "a",
  "b",
  " ",
  "\n",
  "\r\n",
  "\r",
  "\t",
  "é",
  "e\u0301",
  "🩺",
  "𝛼",
  "\ufeff",
  "\u2028",
  "\u0085",
  "\u200b",
);
const documents = fc.array(character, { minLength: 1, maxLength: 30 }).chain((characters) => {
  const text = characters.join("");
  const bounds = [0];
  for (const point of text) bounds.push((bounds.at(-1) as number) + point.length);
  const span = fc
    .uniqueArray(fc.constantFrom(...bounds), { minLength: 2, maxLength: 2 })
    .map(([a, b]) => ({
      start: Math.min(a as number, b as number),
      end: Math.max(a as number, b as number),
    }));
  const mention = fc.record({
    type: fc.constantFrom("Sign", "Pain/🩺", "#x", "é"),
    spans: fc.array(span, { minLength: 1, maxLength: 3 }),
  });
  return fc.array(mention, { maxLength: 6 }).map(
    (mentions): Document => ({
      id: "d",
      text,
      mentions: mentions.map(({ type, spans }, i) => ({ id: `T${i + 1}`, type, ...hullOf(spans) })),
    }),
  );
});

describe("writeBrat", () => {
  test("is read back unchanged and without complaint", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const { txt, ann } = writeBrat(document);
        expect(read(txt, ann)).toEqual({
          document: { ...document, id: "12" },
          ...{ others: {}, problems: [] },
        });
      }),
      { seed: SEED },
    );
  });

  test("writes offsets that select the mention among Python's characters", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const { txt, ann } = writeBrat(document);
        const points = Array.from(txt);
        const selected = ann
          .split("\n")
          .slice(0, -1)
          .map((line) =>
            (line.split("\t")[1] as string)
              .replace(/^\S+ /, "")
              .split(";")
              .map((span) =>
                points.slice(...(span.split(" ").map(Number) as [number, number])).join(""),
              )
              .join("|"),
          );
        expect(selected).toEqual(covered(document));
      }),
      { seed: SEED },
    );
  });

  test("numbers entities whose ids are not brat's, and keeps remarks as notes", () => {
    const mentions = [
      { id: "m", type: "Sign", start: 0, end: 5, probability: 0.5 },
      { id: "T1", type: "Date", start: 6, end: 9, probability: 1 },
    ];
    const { ann } = writeBrat(
      { id: "12", text: "fever May", mentions },
      { note: ({ probability }) => (probability < 1 ? `probability ${probability}` : undefined) },
    );
    expect(ann).toBe(
      "T1\tSign 0 5\tfever\nT2\tDate 6 9\tMay\n#1\tAnnotatorNotes T1\tprobability 0.5\n",
    );
  });

  const write = (mention: Omit<Mention, "id">) => () =>
    writeBrat({ id: "12", text: "🩺 fever", mentions: [{ id: "T1", ...mention }] });

  test("refuses a type of two words", () => {
    expect(write({ type: "Lab value", start: 3, end: 8 })).toThrow(
      '12: type "Lab value" cannot be written as brat, where a type is one word. Rename the type or write JSONL.',
    );
  });

  test("refuses a mention that cuts a surrogate pair", () => {
    expect(write({ type: "Sign", start: 1, end: 8 })).toThrow(
      "offset 1 lies inside the surrogate pair at 0. Mentions start and end between characters.",
    );
  });
});

describe("annotationConf", () => {
  test("has the four sections that brat asks for, each type once", () => {
    expect(annotationConf(["Sign", "Date", "Sign"])).toBe(
      "[entities]\nDate\nSign\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n[events]\n[attributes]\n",
    );
  });
});
