import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import type { Document } from "../document.js";
import { pubtator } from "./pubtator.js";

const read = (content: string) => readAll(pubtator, [sourceFile("a.pubtator", content)]);
const covered = ({ text, mentions }: Document) =>
  mentions.map(({ type, start, end }) => `${type}:${text.slice(start, end)}`);

/** As in BioCreative V CDR, with an invented text: a composite mention, a relation of identifiers. */
const CDR = `12|t|Lidocaine and the heart.
12|a|Breast and ovarian cancer, no fever.
12\t0\t9\tLidocaine\tChemical\tD008012
12\t25\t50\tBreast and ovarian cancer\tDisease\tD001943|D010051\tBreast cancer|ovarian cancer
12\tCID\tD008012\tD010051

`;

describe("pubtator.read", () => {
  test("counts offsets over title, one separator and abstract", async () => {
    const { documents, problems, notices } = await read(CDR);
    expect(problems).toEqual([]);
    expect(documents).toEqual([
      {
        id: "12",
        text: "Lidocaine and the heart.\nBreast and ovarian cancer, no fever.",
        mentions: [
          { id: "T1", type: "Chemical", start: 0, end: 9 },
          { id: "T2", type: "Disease", start: 25, end: 50 },
        ],
        normalizations: [
          ["N1", "T1", "D008012", ""],
          ["N2", "T2", "D001943", "Breast cancer"],
          ["N3", "T2", "D010051", "ovarian cancer"],
        ].map(([id, target, reference, text]) => ({
          id,
          type: "Reference",
          target,
          reference,
          text,
        })),
        meta: { relations: [["CID", "D008012", "D010051"]] },
      },
    ]);
    expect(notices).toHaveLength(1);
  });

  test("writes back what it read", async () => {
    const { documents } = await read(CDR);
    const { files, problems } = await writeAll(pubtator, documents);
    expect(new TextDecoder().decode(await files[0]?.bytes())).toBe(CDR);
    expect(problems).toEqual([]);
  });

  test("reads documents without abstract, without empty lines between, and of Windows", async () => {
    const { documents, problems } = await read(
      "\ufeff1|t|No fever\r\n1|a|\r\n1\t3\t8\tfever\tSign\r\n2|t|Cough\r\n2\t0\t5\tCough\tSign\t-\r\n",
    );
    expect(documents.map(({ id, text }) => ({ id, text }))).toEqual([
      { id: "1", text: "No fever" },
      { id: "2", text: "Cough" },
    ]);
    expect(documents.flatMap(covered)).toEqual(["Sign:fever", "Sign:Cough"]);
    expect(problems).toEqual([]);
  });

  test("keeps the bars in identifiers of variants", async () => {
    const { documents } = await read(
      "1|t|c.1187G>A\n1\t0\t9\tc.1187G>A\tDNAMutation\tc|SUB|G|1187|A\n",
    );
    expect(documents[0]?.normalizations?.map(({ reference }) => reference)).toEqual([
      "c|SUB|G|1187|A",
    ]);
  });

  test("finds by the quotes that offsets count bytes or UTF-16 units, and says so", async () => {
    const title = "1|t|🩺 fièvre et toux\n";
    for (const [start, end, unit] of [
      [2, 8, undefined],
      [3, 9, "UTF-16 units"],
      [5, 12, "bytes"],
    ] as const) {
      const { documents, problems } = await read(`${title}1\t${start}\t${end}\tfièvre\tSign\n`);
      expect(documents.flatMap(covered)).toEqual(["Sign:fièvre"]);
      expect(problems.map(({ code, line, message }) => ({ code, line, message }))).toEqual(
        unit === undefined
          ? []
          : [
              {
                ...{ code: "offset-unit", line: 2 },
                message: `offsets of document "1" count ${unit}, not code points`,
              },
            ],
      );
    }
  });

  test.each([
    ["1\t0\t99\tfever\tSign", "outside-text"],
    ["1\t-2\t3\tfever\tSign", "outside-text"],
    ["1\t3\t3\t\tSign", "empty-mention"],
    ["1\t5\t3\tfe\tSign", "empty-mention"],
    ["1\t3\t8\tfever\t", "malformed"],
    ["1\t3\t8", "malformed"],
    ["1 3 8 fever Sign", "malformed"],
    ["1\t8\tfever\tSign\tD1", "malformed"],
    ["1\tx\t8\tfever\tSign\tD1", "malformed"],
    ["1\t3\t8.5\tfever\tSign", "malformed"],
    ["2\t3\t8\tfever\tSign", "dangling-reference"],
    ["1|a|late", "malformed"],
  ])("leaves out the line %j and reads the next", async (line, code) => {
    const { documents, problems } = await read(
      `1|t|No fever\n1|a|\n${line}\n1\t3\t8\tfever\tSign\n`,
    );
    expect(problems.map((p) => ({ code: p.code, line: p.line, lost: p.lost }))).toEqual([
      { code, line: 3, lost: true },
    ]);
    expect(documents.flatMap(covered)).toEqual(["Sign:fever"]);
  });

  test("keeps a mention whose text differs, nested ones and duplicates", async () => {
    const { documents, problems } = await read(
      "1|t|No fever\n1\t0\t8\tNo fevers\tSign\n1\t3\t8\tfever\tSign\n1\t3\t8\tfever\tSign\n1\t3\t8\tfever\tX\n",
    );
    expect(problems.map(({ code, lost }) => ({ code, lost }))).toEqual([
      { code: "quoted-text-differs" },
    ]);
    expect(documents[0]?.mentions).toHaveLength(4);
  });
});

describe("pubtator.write", () => {
  test("turns what ends lines and fields into spaces, and says so", async () => {
    const mention = { id: "T1", type: "a\tb", start: 4, end: 7 };
    const { files, problems } = await writeAll(pubtator, [
      { id: "x|y", text: "One\nTwo\r\nthree", mentions: [mention] },
    ]);
    expect(problems.map(({ code }) => code)).toEqual(["changed", "changed", "changed"]);
    const { documents } = await readAll(pubtator, files);
    expect(documents).toEqual([
      { id: "x y", text: "One\nTwo  three", mentions: [{ ...mention, type: "a b" }] },
    ]);
  });
});

describe("pubtator.looksLike", () => {
  const file = sourceFile("a.txt", "");
  test.each([CDR, CDR.slice(0, 12), "1|t|a\n1\t0\t1\ta\tX\n", "ward 1|t|a\n\n2|t|b\n"])(
    "%j",
    (head) => expect(pubtator.looksLike(file, head)).toBe(true),
  );
  test.each([
    "",
    "We saw |t| there.\nThen",
    '{"text": "1|t|a"}',
    "id|t|a|b\nother,1",
    "T1\tX 0 1\ta",
  ])("not %j", (head) => expect(pubtator.looksLike(file, head)).toBe(false));
});
