import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import type { Document } from "../document.js";
import { prodigy } from "./prodigy.js";

const read = (content: string, path = "notes.jsonl") =>
  readAll(prodigy, [sourceFile(path, content)]);
const quotes = (documents: readonly Document[]) =>
  documents.map(({ text, mentions }) =>
    mentions.map(({ type, start, end }) => `${type}:${text.slice(start, end)}`),
  );

describe("prodigy", () => {
  test("reads a task with tokens, spans and relations, in code points", async () => {
    const head_span = { start: 2, end: 7, token_start: 1, token_end: 1, label: "Sign" };
    const child_span = { start: 14, end: 17, token_start: 3, token_end: 3, label: "Date" };
    const task = {
      text: "🩺 fever since May",
      tokens: [
        { text: "🩺", start: 0, end: 1, id: 0, ws: true },
        { text: "fever", start: 2, end: 7, id: 1, ws: true },
        { text: "since", start: 8, end: 13, id: 2, ws: true },
        { text: "May", start: 14, end: 17, id: 3, ws: false },
      ],
      spans: [head_span, child_span],
      relations: [{ head: 1, child: 3, head_span, child_span, label: "SINCE", color: "#fff" }],
      ...{ answer: "accept", _input_hash: 1, meta: { source: "x" } },
    };
    const { documents, problems } = await read(JSON.stringify(task));
    expect(problems).toEqual([]);
    expect(documents).toEqual([
      {
        ...{ id: "notes-1", text: task.text, meta: { _input_hash: 1, meta: { source: "x" } } },
        mentions: [
          { id: "T1", type: "Sign", start: 3, end: 8 },
          { id: "T2", type: "Date", start: 15, end: 18 },
        ],
        words: [
          { start: 0, end: 2 },
          { start: 3, end: 8 },
          { start: 9, end: 14 },
          { start: 15, end: 18 },
        ],
        relations: [
          {
            ...{ id: "R1", type: "SINCE" },
            arguments: [
              { role: "Arg1", target: "T1" },
              { role: "Arg2", target: "T2" },
            ],
          },
        ],
      },
    ]);
  });

  test.each([
    ["training examples", '{"text":"No fever","entities":[[3,8,"Sign"]]}'],
    ["tuples a line", '["No fever", {"entities": [[3, 8, "Sign"]]}]'],
    ["tuples in an array", '[\n["No fever", {"entities": [[3, 8, "Sign"]]}]\n]'],
    [
      "tuples beside their classes",
      '{"classes":["SIGN"],"annotations":[["No fever",{"entities":[[3,8,"Sign"]]}]]}',
    ],
    ["what Doc.to_json gives", '{"text":"No fever","ents":[{"start":3,"end":8,"label":"Sign"}]}'],
    ["an array of tasks", '[{"text":"No fever","spans":[{"start":3,"end":8,"label":"Sign"}]}]'],
  ])("recognises and reads %s", async (_what, content) => {
    expect(prodigy.looksLike(sourceFile("a.json", content), content)).toBe(true);
    const { documents, problems } = await read(content);
    expect([quotes(documents), problems]).toEqual([[["Sign:fever"]], []]);
  });

  test("leaves out and counts what was rejected or ignored", async () => {
    const task = (answer: string) => JSON.stringify({ text: "a", spans: [], answer });
    const { documents, problems, notices } = await read(
      ["accept", "reject", "ignore", "reject"].map(task).join("\n"),
    );
    expect(documents).toHaveLength(1);
    expect(problems).toEqual([]);
    expect(notices).toContain("2 tasks whose answer is reject were left out");
    expect(notices).toContain("1 tasks whose answer is ignore were left out");
  });

  test("takes the unit that quotes tell", async () => {
    const spans = [{ start: 3, end: 8, label: "Sign", text: "fever" }];
    const { documents, problems } = await read(JSON.stringify({ text: "🩺 fever", spans }));
    expect(quotes(documents)).toEqual([["Sign:fever"]]);
    expect(problems.map(({ code }) => code)).toEqual(["offset-unit"]);
  });

  test("says which relation joins no spans, which token lies outside, and which fields it left", async () => {
    const spans = [{ start: 0, end: 5, label: "Sign", kb_id: "Q1" }];
    const relations = [
      { head: 0, child: 1, label: "x", head_span: spans[0], child_span: { start: 6, end: 9 } },
    ];
    const tokens = [
      { start: 0, end: 5 },
      { start: 4, end: 6 },
      { start: 6, end: 99 },
    ];
    const { documents, problems, notices } = await read(
      JSON.stringify({ text: "Fever now", spans, relations, tokens }),
    );
    expect(documents[0]?.words).toEqual([{ start: 0, end: 5 }]);
    expect(problems.map(({ code, at, lost }) => [code, at, lost])).toEqual([
      ["malformed", "tokens", true],
      ["dangling-reference", "relations[0]", true],
    ]);
    expect(notices).toContain("fields of spans were left aside: kb_id");
  });

  test.each([
    ["spans", { spans: 17 }],
    ["ents", { ents: "x" }],
    ["tokens", { spans: [], tokens: 17 }],
    ["relations", { spans: [], relations: 17 }],
  ])("says that %s is no list", async (at, lists) => {
    const { documents, problems } = await read(JSON.stringify({ id: "a", text: "no", ...lists }));
    expect(documents).toEqual([{ id: "a", text: "no", mentions: [] }]);
    expect(problems).toMatchObject([{ at, code: "malformed", lost: true }]);
  });

  test("says which relation joins what has no offsets", async () => {
    const span = { start: 0, end: 2, label: "A" };
    const odd = JSON.parse('{"start": {"__proto__": {}, "toString": 1}, "end": 2, "label": "A"}');
    const { documents, problems } = await read(
      JSON.stringify({
        ...{ id: "a", text: "no", spans: [span] },
        relations: [{ label: "x", head_span: span, child_span: odd }, 17],
      }),
    );
    expect(documents[0]?.mentions).toHaveLength(1);
    expect(problems.map(({ at, lost }) => [at, lost])).toEqual([
      ["relations[1]", true],
      ["relations[0]", true],
    ]);
  });

  test("says which halves of tuples are alone", async () => {
    const { documents, problems } = await read(
      '["a", {"entities":[]}, "b", "c", 17, {"entities":[]}, "d"]',
    );
    expect(documents.map(({ text }) => text)).toEqual(["a"]);
    expect(problems.map(({ at, code, lost }) => [at, code, lost])).toEqual([
      ["[2]", "malformed", true],
      ["[3]", "malformed", true],
      ["[4]", "missing-text", true],
      ["[5]", "missing-text", true],
      ["[6]", "malformed", true],
    ]);
    const pairs = await read('[["a", 17], ["b", {"entities":[]}, 17], [17, {"entities":[]}]]');
    expect(pairs.documents.map(({ text }) => text)).toEqual(["a", "b"]);
    expect(pairs.problems.map(({ at, lost }) => [at, lost])).toEqual([
      ["[0]", true],
      ["[1]", true],
      ["[2]", true],
    ]);
  });

  test("knows a long task by its tokens alone", () => {
    const content = '{"text":"a b","tokens":[{"text":"a","start":0,"end":1,"id":0},{"text":"b","st';
    expect(prodigy.looksLike(sourceFile("a.jsonl", content), content)).toBe(true);
  });

  test("tells no names of fields that may be text", async () => {
    const spans = [{ start: 0, end: 2, label: "A", kb_id: "Q1", "Herr M\u001b": 1 }];
    const { notices } = await read(JSON.stringify({ text: "no", spans }));
    expect(notices).toContain("fields of spans were left aside: kb_id, 1 other");
  });

  test("writes tokens of spans where there are tokens, as ner.manual wants them", async () => {
    const { files } = await writeAll(prodigy, [
      {
        ...{ id: "a", text: "🩺 no fever" },
        words: [
          { start: 0, end: 2 },
          { start: 3, end: 5 },
          { start: 6, end: 11 },
        ],
        mentions: [{ id: "T1", type: "Sign", start: 3, end: 11 }],
      },
    ]);
    const task = JSON.parse(new TextDecoder().decode(await files[0]?.bytes()));
    expect(task.tokens[2]).toEqual({ text: "fever", start: 5, end: 10, id: 2, ws: false });
    expect(task.spans).toEqual([
      { start: 2, end: 10, token_start: 1, token_end: 2, label: "Sign", text: "no fever" },
    ]);
    expect(task.answer).toBe("accept");
  });

  test.each([
    '{"text":"a","mentions":[]}',
    '{"text":"a","label":[[0,1,"X"]]}',
    '{"text":"a","entities":[{"id":0,"start_offset":0,"end_offset":1,"label":"X"}],"relations":[]}',
    '{"text":"a","denotations":[{"span":{"begin":0,"end":1},"obj":"X"}]}',
    '{"tokens":["a"],"ner_tags":["O"]}',
    '["a", "b"]',
  ])("does not look like %s", (content) => {
    expect(prodigy.looksLike(sourceFile("a.json", content), content)).toBe(false);
  });
});
