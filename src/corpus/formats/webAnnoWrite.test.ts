import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import { annotatedDocuments as documents, unordered } from "../../../test/formats/uimaDocuments.js";
import type { Document } from "../document.js";
import { webAnno } from "./webAnno.js";

const SEED = 20240905;
const NE = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
const read = (content: string) => readAll(webAnno, [sourceFile("a/1.tsv", content)]);
const write = async (document: Document) => {
  const { files, problems } = await writeAll(webAnno, [document]);
  const content = new TextDecoder().decode(await files[0]?.bytes());
  return { content, problems, path: files[0]?.path };
};

/**
 * What INCEpTION makes of a file: the steps of its `Tsv3XDeserializer`, in their order, for spans, relations and values.
 * Throws where that throws.
 */
function importedByInception(content: string) {
  const lines = content.split(/\r\n|\r|\n/); // Java's LineNumberReader
  if (lines.at(-1) === "") lines.pop();
  if (!/^#FORMAT=.* \d+\.\d+$/.test(lines.shift() as string)) throw new Error("header");
  const columns: { layer: string; feature: string; kind: string }[] = [];
  for (let line = lines.shift(); line?.trim(); line = lines.shift()) {
    const [, kind, rest] = /^#T_(SP|RL)=(.*)$/.exec(line) as unknown as [string, string, string];
    const [layer, ...features] = rest.split("|").filter((part) => part !== "") as [
      string,
      ...string[],
    ];
    for (const feature of features.length > 0 ? features : [""])
      columns.push({ layer, feature, kind });
  }
  if (lines.shift() !== "") throw new Error("second empty line");
  const unescapeText = (text: string) =>
    text.replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: as in Java
      /\\([\0-\x07\x0e-\x1ftnfrb\\])/g,
      (_, c) => ({ t: "\t", n: "\n", f: "\f", r: "\r", b: "\b" })[c as string] ?? c,
    );
  const unescapeValue = (value: string) =>
    value.replace(
      /\\(\\|\[|\]|\||_|->|;|t|n|\*)/g,
      (_, c) => ({ t: "\t", n: "\n" })[c as string] ?? c,
    );
  let text = "";
  let sentence = "";
  let state = "space";
  const annotations: {
    layer: string;
    start: number;
    end: number;
    values: Record<string, string>;
  }[] = [];
  const byNumber = new Map<number, (typeof annotations)[number]>();
  const relations: { values: Record<string, string>; source: number; target: number }[] = [];
  for (const line of lines) {
    const before = state;
    if ((state === "space" || state === "header") && line.startsWith("#")) state = "header";
    else if (line === "") state = "space";
    else state = "token";
    if (before === "space" && state !== "header") throw new Error("expected a sentence header");
    if (before === "header" && state === "space") throw new Error("expected a token");
    if (state === "header" && line.startsWith("#Text="))
      sentence += `${unescapeText(line.slice(6))}\n`;
    if (state !== "token") continue;
    const fields = line.split("\t");
    if (fields.length < columns.length + 3) throw new Error("fields");
    const [begin, end] = (fields[1] as string).split("-").map(Number) as [number, number];
    if (before === "header") {
      if (text.length > begin) text = text.slice(0, -1);
      text += " ".repeat(Math.max(0, begin - text.length)) + sentence;
      sentence = "";
    }
    const onUnit = new Map<string, (typeof annotations)[number][]>();
    for (const [c, { layer, feature, kind }] of columns.entries()) {
      const raw = fields[c + 3] as string;
      if (raw === "_") continue;
      for (const [index, cell] of raw.split(/(?<!\\)\|/).entries()) {
        const suffix = /^([\s\S]*)\[([^[]*)\]$/.exec(cell.endsWith("\\]") ? "" : cell);
        const value = suffix ? (suffix[1] as string) : cell;
        const list = onUnit.get(layer) ?? [];
        onUnit.set(layer, list);
        let annotation = list[index];
        if (kind === "SP") {
          const number = suffix ? Number(suffix[2]) : -1;
          if (annotation === undefined && byNumber.has(number)) {
            annotation = byNumber.get(number) as (typeof annotations)[number];
            annotation.end = end;
            list.push(annotation);
          }
          if (annotation === undefined) {
            annotation = { layer, start: begin, end, values: {} };
            annotations.push(annotation);
            list.push(annotation);
          }
          if (number !== -1) byNumber.set(number, annotation);
        } else if (annotation === undefined) {
          annotation = { layer, start: -1, end: -1, values: {} };
          list.push(annotation);
        }
        if (feature.startsWith("BT_")) {
          const [source, target] = String(suffix?.[2]).split("_").map(Number) as [number, number];
          relations.push({ values: annotation.values, source, target });
        } else if (feature !== "" && value !== "*")
          annotation.values[feature] = unescapeValue(value);
      }
    }
  }
  if (state !== "token") throw new Error("expected a token at the end");
  return { text, annotations, byNumber, relations };
}

describe("webAnno.write", () => {
  test("is read back unchanged and without complaint", async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const { content } = await write(document);
        const {
          documents: [back],
          problems,
        } = await read(content);
        expect(problems).toEqual([]);
        expect(unordered(back as Document)).toEqual(unordered(document));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  test("is imported by INCEpTION as the same text, but for a line end at its end, and the same annotations", async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        fc.pre(document.text !== ""); // INCEpTION itself cannot import what it exports of an empty text
        const { content } = await write(document);
        const imported = importedByInception(content);
        expect(imported.text).toBe(`${document.text}\n`);
        const inOrder = document.mentions.map((_, i) => imported.byNumber.get(i + 1));
        expect(imported.annotations).toHaveLength(inOrder.length);
        // CR has no escape in values, so INCEpTION sees its letter.
        expect(inOrder.map((a) => [a?.start, a?.end, a?.values.value])).toEqual(
          document.mentions.map((m) => [m.start, m.end, m.type.replace("\r", "\\r")]),
        );
        const arcs = (document.relations ?? []).map((r) =>
          r.arguments.map(({ target }) => Number(target.slice(1))),
        );
        expect(imported.relations.map(({ source, target }) => [source, target]).sort()).toEqual(
          arcs.sort(),
        );
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  test("writes what INCEpTION would, with a number for every mention", async () => {
    const { content, problems, path } = await write({
      id: "ward 3/7",
      text: "No fever.\n\nIbuprofen 5mg\n",
      mentions: [
        { id: "T1", type: "Sign", start: 3, end: 8 },
        { id: "T2", type: "Dose", start: 11, end: 24 },
        { id: "T3", type: "Number", start: 21, end: 22 },
      ],
      words: [
        { start: 0, end: 2 },
        { start: 3, end: 9 },
        { start: 11, end: 20 },
        { start: 21, end: 24 },
      ],
    });
    expect(problems).toEqual([]);
    expect(path).toBe("ward 3/7.tsv");
    expect(content).toBe(`#FORMAT=WebAnno TSV 3.3
#T_SP=${NE}|value


#Text=No fever.
#Text=
1-1\t0-2\tNo\t_\t
1-2\t3-9\tfever.\t_\t
1-2.1\t3-8\tfever\tSign[1]\t

#Text=Ibuprofen 5mg
#Text=
2-1\t11-20\tIbuprofen\tDose[2]\t
2-2\t21-24\t5mg\tDose[2]\t
2-2.1\t21-22\t5\tNumber[3]\t
`);
  });

  test("says what it cannot write as it is", async () => {
    const { problems } = await write({
      id: "d",
      text: "a b",
      mentions: [
        { id: "T1", type: "X", start: 0, end: 1 },
        { id: "T2", type: "X", start: 2, end: 3 },
      ],
      words: [
        { start: 0, end: 2 },
        { start: 1, end: 3 },
      ],
      attributes: [
        { id: "A1", name: "is sure", target: "T1" },
        { id: "A2", name: "value", target: "T1", value: "1" },
        { id: "A3", name: "is_sure", target: "T1" },
      ],
      relations: [
        {
          id: "R1",
          type: "of",
          arguments: [
            { role: "Whole", target: "T1" },
            { role: "Part", target: "T2" },
          ],
        },
        { id: "R2", type: "all", arguments: [{ role: "Arg1", target: "T1" }] },
      ],
    });
    expect(problems.map(({ code, message, lost }) => [code, message, lost])).toEqual([
      ["changed", 'attribute "is sure" is written as "is_sure"', undefined],
      ["changed", 'attribute "value" is written as "value_"', undefined],
      [
        "does-not-fit",
        '"T1" has attribute "is_sure" more than once, and a feature has one value',
        true,
      ],
      [
        "changed",
        'the roles "Whole" and "Part" of relation "R1" are written as source and target',
        undefined,
      ],
      ["does-not-fit", 'relation "R2" has 1 arguments, and an arc joins two mentions', true],
      [
        "does-not-fit",
        "1 of 2 words are empty, overlap another or lie outside of the text of 3 UTF-16 units",
        true,
      ],
    ]);
  });
});
