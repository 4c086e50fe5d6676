import { describe, expect, test } from "vitest";
import { readAll, sourceFile } from "../../../test/formats/memory.js";
import { jsonl, writeJsonl } from "./jsonl.js";

const read = (content: string) => readAll(jsonl, [sourceFile("notes.jsonl", content)]);
const line = (mention: object) =>
  JSON.stringify({
    id: "a",
    text: "🩺 fever",
    mentions: [{ start: 3, end: 8, type: "Sign", ...mention }],
  });

describe("writeJsonl", () => {
  test("writes the contract of annotate, offsets in UTF-16 units", () => {
    const mentions = [{ id: "T1", type: "Sign", start: 3, end: 8, probability: 0.75 }];
    expect(writeJsonl({ id: "a/1", text: "🩺 fever", mentions })).toBe(
      '{"id":"a/1","text":"🩺 fever","mentions":[{"start":3,"end":8,"type":"Sign","probability":0.75,"text":"fever"}]}\n',
    );
  });

  test("is read back unchanged: probabilities, fragments, line separators and types of any text", async () => {
    const documents = [
      {
        id: "a",
        text: 'no\r\n"fever"\u2028🩺\ufeff',
        mentions: [
          { id: "T1", type: "Lab value", start: 4, end: 11, probability: 1 },
          {
            ...{ id: "T2", type: "Sign", start: 0, end: 11 },
            fragments: [
              { start: 0, end: 2 },
              { start: 4, end: 11 },
            ],
          },
        ],
      },
      { id: "b", text: "", mentions: [] },
    ];
    const written = documents.map(writeJsonl).join("");
    expect(await read(written)).toEqual({ documents, problems: [], notices: [] });
  });
});

describe("jsonl", () => {
  test("skips blank lines and a byte order mark, and asks for no text or probability", async () => {
    const { documents } = await read(`\ufeff${line({})}\r\n\r\n`);
    expect(documents[0]?.mentions).toEqual([{ id: "T1", type: "Sign", start: 3, end: 8 }]);
  });

  test("complains about a text that differs, and keeps the mention", async () => {
    const { documents, problems } = await read(line({ text: "cough" }));
    expect(documents[0]?.mentions).toHaveLength(1);
    expect(problems).toEqual([
      {
        ...{ source: "notes.jsonl", line: 1, at: "mentions[0]", code: "quoted-text-differs" },
        message: "the text given for it differs",
      },
    ]);
  });

  test("gives a second mention of one id another", async () => {
    const mentions = [1, 2].map(() => ({ id: "T1", start: 0, end: 1, type: "Sign" }));
    const { documents, problems } = await read(JSON.stringify({ id: "a", text: "x", mentions }));
    expect(documents[0]?.mentions.map(({ id }) => id)).toEqual(["T1", "T1.2"]);
    expect(problems.map(({ code }) => code)).toEqual(["duplicate-id"]);
  });

  const parts = (start: number, end: number) => [
    { start: 3, end: 4 },
    { start, end },
  ];
  test.each([
    [{ end: 9 }, "outside-text", "it runs from 3 to 9 in a text of 8 UTF-16 units"],
    [{ end: 3 }, "empty-mention", "it runs from 3 to 3 in a text of 8 UTF-16 units"],
    [{ start: 3.5 }, "outside-text", "it runs from 3.5 to 8 in a text of 8 UTF-16 units"],
    [{ fragments: parts(5, 6) }, "malformed", "it runs from 3 to 8 but its fragments from 3 to 6"],
    [{ start: "Smith" }, "malformed", "mentions[0].start is not as expected (invalid_type)"],
  ])("leaves a mention out and says why: %j", async (wrong, code, message) => {
    const { documents, problems } = await read(`\n${line(wrong)}`);
    expect(documents).toMatchObject([{ id: "a", mentions: [] }]);
    expect(problems).toEqual([
      { source: "notes.jsonl", line: 2, at: "mentions[0]", code, message, lost: true },
    ]);
  });

  test.each([
    ['{"id": "", "text": "", "mentions": []}', "id is not as expected (too_small)"],
    ["[]", "the line is not as expected (invalid_type)"],
    ['{"id": "Smith', "this line is no JSON"],
    ['{"id": "Smith", "text": 3, "mentions": []}', "text is not as expected (invalid_type)"],
  ])("leaves a line out, says why and goes on: %s", async (content, message) => {
    const { documents, problems } = await read(`${content}\n${line({})}`);
    expect(documents).toHaveLength(1);
    expect(problems).toEqual([
      { source: "notes.jsonl", line: 1, code: "malformed", message, lost: true },
    ]);
  });
});

describe("a damaged document", () => {
  const whole = { id: "a", text: "no fever", mentions: [{ start: 3, end: 8, type: "Sign" }] };
  const lists = ["mentions", "triggers", "attributes", "relations", "events", "normalizations"];
  test.each([...lists, "notes", "words"])("is read without %s that is no list", async (key) => {
    const { documents, problems } = await read(JSON.stringify({ ...whole, [key]: 17 }));
    expect(documents[0]).toMatchObject(
      key === "mentions" ? { mentions: [] } : { ...whole, mentions: [{}] },
    );
    expect(documents[0]).not.toHaveProperty(key === "mentions" ? "words" : key);
    expect(problems).toMatchObject([{ at: key, code: "malformed", lost: true }]);
  });

  test("is read without a meta that is no object", async () => {
    const { documents, problems } = await read(JSON.stringify({ ...whole, meta: [1] }));
    expect(documents).toMatchObject([{ ...whole, mentions: [{}] }]);
    expect(documents[0]).not.toHaveProperty("meta");
    expect(problems).toMatchObject([{ at: "meta", code: "malformed", lost: true }]);
  });

  test("is read without an entry that is none", async () => {
    const notes = [17, { id: "N1", type: "Note", text: "?" }, { id: "N2", type: "Note" }];
    const { documents, problems } = await read(JSON.stringify({ ...whole, notes }));
    expect(documents[0]?.notes).toEqual([notes[1]]);
    expect(problems.map(({ at, lost }) => [at, lost])).toEqual([
      ["notes[0]", true],
      ["notes[2]", true],
    ]);
  });

  test("has its words sorted, without those that overlap", async () => {
    const words = [{ start: 3, end: 8 }, { start: 0, end: 2 }, { start: 4, end: 5 }, 7];
    const { documents, problems } = await read(JSON.stringify({ ...whole, words }));
    expect(documents[0]?.words).toEqual([words[1], words[0]]);
    expect(problems).toMatchObject([{ at: "words", lost: true }]);
  });

  test("says that mentions are missing, and which fields are left aside", async () => {
    const { documents, problems, notices } = await read(
      '{"id":"a","text":"x","entities":[],"A b":1}',
    );
    expect(documents).toEqual([{ id: "a", text: "x", mentions: [] }]);
    expect(problems).toMatchObject([{ at: "mentions", lost: true }]);
    expect(notices).toEqual(["fields of documents were left aside: entities, 1 other"]);
  });
});

describe("annotations beyond mentions", () => {
  const fever = { id: "T1", start: 0, end: 5, type: "Sign" };
  const note = (id: string, target: string) => ({ id, type: "Note", target, text: "?" });
  const document = (mentions: readonly unknown[], others: object) =>
    JSON.stringify({ id: "d", text: "fever", mentions, ...others });

  test("get an id of their own where one is given twice", async () => {
    const notes = [note("T1", "T1"), note("N", "T1"), note("N", "T1")];
    const { documents, problems } = await read(document([fever], { notes }));
    expect(documents[0]?.notes?.map(({ id }) => id)).toEqual(["T1.2", "N", "N.2"]);
    expect(problems.map(({ code, at }) => [code, at])).toEqual([
      ["duplicate-id", "notes[0]"],
      ["duplicate-id", "notes[2]"],
    ]);
  });

  test("are left out and listed with all that hangs on them, if their mention is not there", async () => {
    const parts = [{ role: "Theme", target: "T2" }];
    const events = [{ id: "E1", type: "Rise", trigger: "T1", arguments: parts }];
    const notes = [note("N1", "E1"), note("N2", "T1"), { id: "N3", type: "Note", text: "!" }];
    const { documents, problems } = await read(document([fever, null], { events, notes }));
    expect(documents[0]).not.toHaveProperty("events");
    expect(documents[0]?.notes?.map(({ id }) => id)).toEqual(["N2", "N3"]);
    expect(problems.slice(1).map(({ at, message, lost }) => [at, message, lost])).toEqual([
      ["events[0]", 'it refers to "T2", which is not there', true],
      ["notes[0]", 'it refers to "E1", which is not there', true],
    ]);
  });
});
