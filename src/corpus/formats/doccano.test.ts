import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import type { Document } from "../document.js";
import { doccano, doccanoRelations } from "./doccano.js";

const read = (content: string, settings = {}) =>
  readAll(doccano, [sourceFile("notes.jsonl", content)], settings);
const quotes = ({ documents }: { documents: readonly Document[] }) =>
  documents.flatMap(({ text, mentions }) =>
    mentions.map(({ type, start, end }) => `${type}:${text.slice(start, end)}`),
  );

describe("doccano", () => {
  test("reads the form without relations, under every name of its fields", async () => {
    const lines = [
      '{"id": 7, "text": "No fever.", "label": [[3, 8, "Sign"]], "Comments": ["sure?"], "ward": "B2"}',
      '{"id": "b", "data": "No cough.", "labels": [[3, 8, "Sign"]]}',
      '{"text": "", "label": []}',
    ];
    const { documents, problems, notices } = await read(lines.join("\n"));
    expect(problems).toEqual([]);
    expect(documents).toEqual([
      {
        ...{ id: "7", text: "No fever.", meta: { ward: "B2" } },
        mentions: [{ id: "T1", type: "Sign", start: 3, end: 8 }],
        notes: [{ id: "#1", type: "Comment", text: "sure?" }],
      },
      { id: "b", text: "No cough.", mentions: [{ id: "T1", type: "Sign", start: 3, end: 8 }] },
      { id: "notes-3", text: "", mentions: [] },
    ]);
    expect(notices).toEqual(["documents without id are called by their file and number"]);
  });

  test("reads the form with relations, whose ids are numbers of their own", async () => {
    // the shape of doccano's backend/data_import/tests/data/relation_extraction/example.jsonl
    const { documents, problems } = await read(
      JSON.stringify({
        ...{ id: 1, text: "Fever since May." },
        entities: [
          { id: 0, start_offset: 0, end_offset: 5, label: "Sign" },
          { id: 1, start_offset: 12, end_offset: 15, label: "Date" },
        ],
        relations: [
          { id: 0, from_id: 0, to_id: 1, type: "since" },
          { from_id: 0, to_id: 9, type: "since" },
        ],
      }),
    );
    expect(documents[0]?.mentions.map(({ id }) => id)).toEqual(["T0", "T1"]);
    expect(documents[0]?.relations).toEqual([
      {
        ...{ id: "R0", type: "since" },
        arguments: [
          { role: "Arg1", target: "T0" },
          { role: "Arg2", target: "T1" },
        ],
      },
    ]);
    expect(problems.map(({ code, at, line, lost }) => [code, at, line, lost])).toEqual([
      ["dangling-reference", "relations[1]", 1, true],
    ]);
  });

  const emoji = "👨🏻🚒 firemen drive firetrucks";
  const line = (start: number, end: number) =>
    JSON.stringify({ id: 1, text: emoji, label: [[start, end, "X"]] });

  test("counts UTF-16 units, unless words tell another unit, which is said", async () => {
    const utf16 = await read(line(21, 31));
    expect([quotes(utf16), utf16.problems]).toEqual([["X:firetrucks"], []]);
    const points = await read(line(18, 28));
    expect(quotes(points)).toEqual(["X:firetrucks"]);
    expect(points.problems.map(({ code, lost }) => [code, lost])).toEqual([
      ["offset-unit", undefined],
    ]);
    expect(quotes(await read(line(17, 27)))).toEqual(["X:firetrucks"]);
  });

  test("counts what the setting says without a word", async () => {
    const { problems, ...result } = await read(line(12, 22), { unit: "codepoints" });
    const expected = Array.from(emoji).slice(12, 22).join("");
    expect([quotes(result), problems]).toEqual([[`X:${expected}`], []]);
  });

  test("refuses a unit that there is not", async () => {
    await expect(read("", { unit: "bytes" })).rejects.toThrow(
      '--read: unit is "bytes". It can be utf16, codepoints, graphemes.',
    );
  });

  test("says what cannot be a mention, and reads on", async () => {
    const label = [
      [3, 3, "A"],
      [3, 99, "B"],
      ["3", 8, "C"],
      [3, 8, ""],
      [3, 8, "D"],
      5,
      [3, 8, "D"],
    ];
    const { documents, problems } = await read(
      `{"text": 3}\n{"id": 1, "text": "No fever.", "label": ${JSON.stringify(label)}}\nnonsense\n`,
    );
    expect(documents.map(({ mentions }) => mentions.map(({ id, type }) => id + type))).toEqual([
      ["T5D", "T7D"],
    ]);
    expect(problems.map(({ line, at, code, lost }) => [line, at, code, lost])).toEqual([
      [1, undefined, "missing-text", true],
      [2, "label[0]", "empty-mention", true],
      [2, "label[1]", "outside-text", true],
      [2, "label[2]", "malformed", true],
      [2, "label[3]", "malformed", true],
      [2, "label[5]", "malformed", true],
      [3, undefined, "malformed", true],
    ]);
  });

  test.each([
    ["label", { id: 1, text: "No fever.", label: 17 }],
    ["labels", { id: 1, text: "No fever.", label: null, labels: "positive" }],
    ["entities", { id: 1, text: "No fever.", entities: { 0: [0, 2, "A"] } }],
    ["relations", { id: 1, text: "No fever.", label: [], relations: 17 }],
    ["Comments", { id: 1, text: "No fever.", label: [], Comments: "?" }],
  ])("says that %s is no list", async (at, record) => {
    const { documents, problems } = await read(JSON.stringify(record));
    expect(documents).toEqual([
      {
        id: "1",
        text: "No fever.",
        mentions: [],
        ...("labels" in record ? { meta: { label: null } } : {}),
      },
    ]);
    expect(problems.map(({ code, lost, ...problem }) => [problem.at, code, lost])).toEqual([
      [at, "malformed", true],
    ]);
  });

  test.each([{ toString: 1 }, "constructor", "__proto__", 17])(
    "guesses the unit where the file names %j",
    async (offset_unit) => {
      const label = [[2, 7, "A"]];
      const { documents } = await read(
        JSON.stringify({ id: 1, text: "🩺 fever", label, offset_unit }),
      );
      expect(quotes({ documents })).toEqual(["A:fever"]);
    },
  );

  test("writes what doccano imports, and says the unit only where words would mislead", async () => {
    const mention = { id: "T1", type: "Sign" };
    const written = await writeAll(doccano, [
      {
        id: "a",
        text: "🩺 fever",
        mentions: [{ ...mention, start: 3, end: 8 }],
        meta: { ward: 1 },
      },
      { id: "b", text: "🩺 fever", mentions: [{ ...mention, start: 2, end: 7 }] },
    ]);
    const content = new TextDecoder().decode(await written.files[0]?.bytes());
    expect(content.split("\n")).toEqual([
      '{"id":"a","text":"🩺 fever","label":[[3,8,"Sign"]],"ward":1}',
      '{"id":"b","text":"🩺 fever","label":[[2,7,"Sign"]],"offset_unit":"utf16"}',
      "",
    ]);
  });

  test.each([
    ['{"text":"a","label":[[0,1,"X"]]}', true],
    ['{"id":1,"data":"a","labels":[[0.0,1,"X"]]}', true],
    ['{"text":"a","entities":[{"id":0,"start_offset":0,"end_offset":1,"label":"X"}]}', false],
    ['{\n "text": "a",\n "label": [\n  [\n   0, 1, "X"\n  ]\n ]\n}', true],
    ['{"text":"a","label":["positive"]}', false],
    ['{"id":"a","text":"a","mentions":[],"label":[[0,1,"X"]]}', false],
    ['{"text":"a","spans":[{"start":0,"end":1,"label":"X"}]}', false],
    ['{"text":"a","denotations":[]}', false],
    ['[{"text":"a","label":[{"start":0,"end":1,"labels":["X"]}]}]', false],
  ])("looks at %s: %s", (content, yes) => {
    expect(doccano.looksLike(sourceFile("a.jsonl", content), content)).toBe(yes);
  });
});

describe("doccanoRelations", () => {
  test("writes numbers for ids, as doccano demands, and keeps others beside them", async () => {
    const { files, problems } = await writeAll(doccanoRelations, [
      {
        ...{ id: "a", text: "Fever since May." },
        mentions: [
          { id: "x", type: "Sign", start: 0, end: 5 },
          { id: "T1", type: "Date", start: 12, end: 15 },
        ],
        relations: [
          {
            ...{ id: "R1", type: "since" },
            arguments: [
              { role: "What", target: "x" },
              { role: "When", target: "T1" },
            ],
          },
          { id: "R2", type: "alone", arguments: [{ role: "Arg1", target: "x" }] },
        ],
      },
    ]);
    expect(JSON.parse(new TextDecoder().decode(await files[0]?.bytes()))).toEqual({
      ...{ id: "a", text: "Fever since May." },
      entities: [
        { id: 2, label: "Sign", start_offset: 0, end_offset: 5, raretag_id: "x" },
        { id: 1, label: "Date", start_offset: 12, end_offset: 15 },
      ],
      relations: [{ id: 1, from_id: 2, to_id: 1, type: "since" }],
    });
    expect(problems.map(({ code, lost }) => [code, lost])).toEqual([
      ["does-not-fit", true],
      ["does-not-fit", true],
    ]);
  });

  test.each([
    ['{"text":"a","entities":[{"id":0,"start_offset":0,"end_offset":1,"label":"X"}]}', true],
    ['{"text":"a","entities":[],"relations":[]}', true],
    ['{"text":"a","entities":[{"start":0,"end":1,"label":"X"}]}', false],
    ['{"text":"a","label":[[0,1,"X"]]}', false],
  ])("looks at %s: %s", (content, yes) => {
    expect(doccanoRelations.looksLike(sourceFile("a.jsonl", content), content)).toBe(yes);
  });
});
