import { describe, expect, test } from "vitest";
import { parseJsonl, writeJsonl } from "./jsonl.js";

const read = (content: string) => parseJsonl(content, { source: "notes.jsonl" });
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

  test("is read back unchanged: probabilities, fragments, line separators and types of any text", () => {
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
    expect(read(documents.map(writeJsonl).join(""))).toEqual({ documents, problems: [] });
  });
});

describe("parseJsonl", () => {
  test("skips blank lines and a byte order mark, and asks for no text or probability", () => {
    expect(read(`\ufeff${line({})}\r\n\r\n`).documents[0]?.mentions).toEqual([
      { id: "T1", type: "Sign", start: 3, end: 8 },
    ]);
  });

  test("complains about a text that differs", () => {
    expect(read(line({ text: "cough" })).problems).toEqual([
      {
        source: "notes.jsonl",
        line: 1,
        code: "quoted-text-differs",
        message: "the text given for mention T1 differs from the document",
      },
    ]);
  });

  test.each([
    [
      line({ end: 9 }),
      "mention T1 runs from 3 to 9 in a text of 8 UTF-16 units. Give every mention a start before its end, both inside the text.",
    ],
    [
      line({ end: 3 }),
      "mention T1 runs from 3 to 3 in a text of 8 UTF-16 units. Give every mention a start before its end, both inside the text.",
    ],
    [
      line({
        fragments: [
          { start: 3, end: 4 },
          { start: 5, end: 6 },
        ],
      }),
      "mention T1 runs from 3 to 8 but its fragments from 3 to 6. Start and end are those of the first and last fragment.",
    ],
    [
      line({ start: "Smith" }),
      'field mentions.0.start is not as expected (invalid_type). Write {"id", "text", "mentions": [{"start", "end", "type"}]}.',
    ],
    [
      "[]",
      'field (line) is not as expected (invalid_type). Write {"id", "text", "mentions": [{"start", "end", "type"}]}.',
    ],
    ['{"id": "Smith', "line that is no JSON. Write one JSON object a line."],
  ])("refuses %s", (content, message) => {
    expect(() => read(`\n${content}`)).toThrow(`notes.jsonl:2: ${message}`);
  });
});
