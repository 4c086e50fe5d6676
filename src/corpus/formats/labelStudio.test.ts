import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import type { Document } from "../document.js";
import { labelStudio } from "./labelStudio.js";

const read = (tasks: unknown, settings = {}) =>
  readAll(labelStudio, [sourceFile("export.json", JSON.stringify(tasks, null, 2))], settings);
const quotes = (documents: readonly Document[]) =>
  documents.map(({ text, mentions }) =>
    mentions.map(({ type, start, end }) => `${type}:${text.slice(start, end)}`),
  );
const region = (start: number, end: number, labels: string[], more: object = {}) => ({
  ...{ id: `r${start}`, from_name: "label", to_name: "text", type: "labels" },
  ...{ value: { start, end, labels, ...more } },
});
const task = (text: string, ...results: unknown[][]) => ({
  ...{ id: 1, data: { text }, predictions: [] },
  annotations: results.map((result, i) => ({ id: i, completed_by: i + 10, result })),
});

describe("labelStudio", () => {
  test("reads regions, relations, choices and texts of a task, all over its other data", async () => {
    const { documents, problems } = await read([
      {
        id: 12,
        data: { text: "Fever since May.", ward: "B2" },
        annotations: [
          {
            was_cancelled: false,
            result: [
              region(0, 5, ["Sign", "Finding"], { text: "Fever" }),
              region(12, 15, ["Date"]),
              {
                type: "relation",
                from_id: "r12",
                to_id: "r0",
                direction: "left",
                labels: ["since"],
              },
              { type: "relation", from_id: "r0", to_id: "r12", direction: "bi" },
              {
                type: "choices",
                from_name: "kind",
                to_name: "text",
                id: "c",
                value: { choices: ["Letter"] },
              },
              {
                ...region(0, 5, []),
                type: "choices",
                from_name: "sure",
                value: { start: 0, end: 5, choices: ["no"] },
              },
              {
                ...region(0, 5, []),
                type: "textarea",
                from_name: "why",
                value: { start: 0, end: 5, text: ["odd"] },
              },
              { type: "rectanglelabels2", from_name: "x", to_name: "text", value: {} },
              { type: "taxonomy", from_name: "x", to_name: "text", value: {} },
            ],
          },
        ],
      },
    ]);
    const ends = [
      { role: "Arg1", target: "r0" },
      { role: "Arg2", target: "r12" },
    ];
    expect(documents).toEqual([
      {
        ...{ id: "12", text: "Fever since May.", meta: { ward: "B2" } },
        mentions: [
          { id: "r0", type: "Sign", start: 0, end: 5 },
          { id: "r0:Finding", type: "Finding", start: 0, end: 5 },
          { id: "r12", type: "Date", start: 12, end: 15 },
        ],
        relations: [
          { id: "R1", type: "since", arguments: ends },
          { id: "R2", type: "relation", arguments: ends, symmetric: true },
        ],
        attributes: [{ id: "A1", name: "sure", target: "r0", value: "no" }],
        notes: [
          { id: "#1", type: "kind", text: "Letter" },
          { id: "#2", type: "why", target: "r0", text: "odd" },
        ],
      },
    ]);
    expect(problems.map(({ code, at, lost }) => [code, at, lost])).toEqual([
      ["malformed", "[0].annotations[0].result[7]", true],
      ["malformed", "[0].annotations[0].result[8]", true],
    ]);
  });

  test("counts code points, as version 1.5 does, or UTF-16 units, as quotes of older exports tell", async () => {
    // Label Studio's own issue 1347: before the fix the word began at 13, in code points at 12
    const text = "💩This is an annotation.";
    const now = await read([task(text, [region(12, 22, ["A"], { text: "annotation" })])]);
    expect([quotes(now.documents), now.problems]).toEqual([[["A:annotation"]], []]);
    const before = await read([task(text, [region(13, 23, ["A"], { text: "annotation" })])]);
    expect(quotes(before.documents)).toEqual([["A:annotation"]]);
    expect(before.problems.map(({ code }) => code)).toEqual(["offset-unit"]);
  });

  test("takes white space and ends of lines that the quote has otherwise for the same", async () => {
    const { problems } = await read([
      task("Text: Berlin,  Germany.", [region(6, 22, ["LOC"], { text: "Berlin, Germany" })]),
      task("No\nfever", [region(0, 8, ["X"], { text: "No\\nfever" })]),
    ]);
    expect(problems).toEqual([]);
  });

  test("reads the first annotation that was not cancelled, or that of an annotator; the others are counted", async () => {
    const one = task(
      "No fever.",
      [region(0, 2, ["A"])],
      [region(3, 8, ["B"])],
      [region(3, 8, ["C"])],
    );
    (one.annotations[0] as { was_cancelled?: boolean }).was_cancelled = true;
    const first = await read([one]);
    expect(quotes(first.documents)).toEqual([["B:fever"]]);
    expect(first.notices).toEqual([
      "more annotations of a task: 1",
      "annotations that were cancelled: 1",
    ]);
    expect(quotes((await read([one], { annotator: "12" })).documents)).toEqual([["C:fever"]]);
    const nobody = await read([one], { annotator: "99" });
    expect(nobody.documents).toEqual([]);
    expect(nobody.notices).toContain("tasks without an annotation that was asked for: 1");
  });

  test("reads predictions, with their scores, where nobody annotated", async () => {
    const { documents } = await read([
      {
        ...{ id: 1, data: { text: "No fever." }, annotations: [] },
        predictions: [{ score: 0.5, result: [{ ...region(3, 8, ["B"]), score: 0.25 }] }],
      },
      { id: 2, data: { text: "Unread." }, annotations: [] },
    ]);
    expect(documents.map(({ mentions }) => mentions)).toEqual([
      [{ id: "r3", type: "B", start: 3, end: 8, probability: 0.25 }],
      [],
    ]);
  });

  test("reads JSON-MIN, one record an annotation", async () => {
    const minimal = {
      ...{ id: 5, text: "No fever.", ward: "B2", annotator: 1, annotation_id: 9 },
      ...{ created_at: "2024-01-01", updated_at: "2024-01-01", lead_time: 3.5 },
      label: [{ start: 3, end: 8, text: "fever", labels: ["Sign"] }],
      kind: "Letter",
    };
    const { documents, problems, notices } = await read([minimal, { ...minimal, annotator: 2 }]);
    expect([documents, problems]).toEqual([
      [
        {
          ...{ id: "5", text: "No fever.", meta: { ward: "B2", kind: "Letter" } },
          mentions: [{ id: "T1", type: "Sign", start: 3, end: 8 }],
        },
      ],
      [],
    ]);
    expect(notices).toEqual(["more annotations of a task: 1"]);
  });

  test("finds the text by the tag, by being the only one, or by the setting", async () => {
    const tagged = {
      ...task("", [{ ...region(0, 2, ["A"]), to_name: "note" }]),
      data: { title: "Letter", note: "No fever." },
    };
    expect(quotes((await read([tagged])).documents)).toEqual([["A:No"]]);
    const only = { ...task("", [region(0, 2, ["A"])]), data: { body: "No fever.", n: 3 } };
    expect(quotes((await read([only])).documents)).toEqual([["A:No"]]);
    const several = { ...task("", [region(0, 2, ["A"])]), data: { a: "No fever.", b: "No." } };
    expect((await read([several])).problems.map(({ code }) => code)).toEqual(["missing-text"]);
    expect(quotes((await read([several], { text: "a" })).documents)).toEqual([["A:No"]]);
  });

  test("says that HTML has no offsets", async () => {
    const html = {
      ...{ id: "x", from_name: "ner", to_name: "text", type: "hypertextlabels" },
      value: {
        start: "/p[1]/text()[1]",
        end: "/p[1]/text()[1]",
        startOffset: 0,
        endOffset: 2,
        hypertextlabels: ["A"],
      },
    };
    const { documents, problems } = await read([task("<p>No fever.</p>", [html])]);
    expect(documents[0]?.mentions).toEqual([]);
    expect(problems.map(({ code, lost }) => [code, lost])).toEqual([["malformed", true]]);
  });

  test.each([
    ["predictions", { predictions: 17 }, "predictions"],
    ["annotations", { annotations: "x" }, "annotations"],
    ["an annotation", { annotations: [17] }, "annotations[0]"],
    ["a prediction", { predictions: [17] }, "predictions[0]"],
    ["its results", { annotations: [{ result: 17 }] }, "annotations[0].result"],
    ["its results, missing", { predictions: [{}] }, "predictions[0].result"],
    ["a result", { annotations: [{ result: [17] }] }, "annotations[0].result[0]"],
  ])("says that %s cannot be read", async (_, parts, at) => {
    const { documents, problems } = await read([
      { data: { id: "a", text: "No fever." }, ...parts },
    ]);
    expect(documents).toEqual([{ id: "a", text: "No fever.", mentions: [] }]);
    expect(problems).toMatchObject([{ at: `[0].${at}`, code: "malformed", lost: true }]);
  });

  test("says that a task has no data, which is no record of JSON-MIN", async () => {
    const { documents, problems } = await read([{ title: "x", data: 17, annotations: [] }]);
    expect(documents).toEqual([]);
    expect(problems).toMatchObject([{ at: "[0].data", code: "missing-text", lost: true }]);
  });

  test("says which region of JSON-MIN has no place", async () => {
    const label = [{ end: 2, labels: ["A"] }, 17, { start: 0, end: 2, labels: ["A"] }];
    const { documents, problems } = await read([{ id: 1, text: "No fever.", label }]);
    expect(quotes(documents)).toEqual([["A:No"]]);
    expect(problems.map(({ lost }) => lost)).toEqual([true, true]);
  });

  test("calls a remark by its type where it is from no tag", async () => {
    const remark = { type: "choices", from_name: { toString: 1 }, value: { choices: ["a"] } };
    const { documents } = await read([task("No fever.", [remark])]);
    expect(documents[0]?.notes).toEqual([{ id: "#1", type: "choices", text: "a" }]);
  });

  test("says which remark has no value, and no type of it that moves the cursor", async () => {
    const results = [
      { type: "choices", from_name: "kind", value: {} },
      { type: "x\u001b[2J", value: {} },
      { type: "relation", from_id: "r0", to_id: "r3", labels: 17 },
    ];
    const { documents, problems } = await read([
      task("No fever.", [region(0, 2, ["A"]), region(3, 8, ["B"]), ...results]),
    ]);
    expect(documents[0]).not.toHaveProperty("notes");
    expect(documents[0]?.relations).toMatchObject([{ type: "relation" }]);
    expect(problems.map(({ lost }) => lost)).toEqual([true, true, true]);
    expect(problems.some(({ message }) => /\p{Cc}/u.test(message))).toBe(false);
  });

  test("writes annotations, or predictions where every mention has a probability", async () => {
    const mention = { id: "T1", type: "Sign", start: 3, end: 8 };
    const { files } = await writeAll(labelStudio, [
      { id: "a", text: "🩺 fever", mentions: [mention] },
      { id: "b", text: "no fever", mentions: [{ ...mention, probability: 0.5 } as typeof mention] },
    ]);
    const tag = { id: "T1", from_name: "label", to_name: "text", type: "labels" };
    const value = { text: "fever", labels: ["Sign"] };
    expect(JSON.parse(new TextDecoder().decode(await files[0]?.bytes()))).toEqual([
      {
        data: { id: "a", text: "🩺 fever" },
        annotations: [{ result: [{ ...tag, value: { start: 2, end: 7, ...value } }] }],
      },
      {
        data: { id: "b", text: "no fever" },
        predictions: [
          {
            ...{ model_version: "raretag", score: 0.5 },
            result: [{ ...tag, value: { start: 3, end: 8, ...value }, score: 0.5 }],
          },
        ],
      },
    ]);
  });

  test.each([
    ['[{"id":1,"data":{"text":"a"},"annotations":[]}]', true],
    ['{\n "id": 1,\n "annotations": [\n {"result": []}\n ],\n "data": {"text": "a"}\n}', true],
    ['[{"text":"a","label":[{"start":0,"end":1,"text":"a","labels":["X"]}]}]', true],
    ['{"text":"a","label":[[0,1,"X"]]}', false],
    ['{"text":"a","spans":[{"start":0,"end":1,"label":"X"}]}', false],
    ['{"source":"","documents":[]}', false],
  ])("looks at %s: %s", (content, yes) => {
    expect(labelStudio.looksLike(sourceFile("a.json", content), content)).toBe(yes);
  });
});
