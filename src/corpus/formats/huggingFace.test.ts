import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import type { Document } from "../document.js";
import { huggingFace } from "./huggingFace.js";

const read = (files: Record<string, string>, settings = {}) =>
  readAll(
    huggingFace,
    Object.entries(files).map(([path, content]) => sourceFile(path, content)),
    settings,
  );
const quotes = (documents: readonly Document[]) =>
  documents.map(({ text, mentions }) =>
    mentions.map(({ type, start, end }) => `${type}:${text.slice(start, end)}`),
  );
const record = (tokens: string, ner_tags: readonly unknown[], more: object = {}) =>
  `${JSON.stringify({ id: "0", tokens: tokens.split(" "), ner_tags, ...more })}\n`;

describe("huggingFace", () => {
  test("reads tokens and tags that are texts", async () => {
    const tags = ["O", "B-Sign", "I-Sign", "B-Sign"];
    const { documents, problems, notices } = await read({
      "a.jsonl": record("No chest pain 🩺", tags, { source: "x" }),
    });
    expect(documents).toEqual([
      {
        ...{ id: "0", text: "No chest pain 🩺", meta: { source: "x" } },
        mentions: [
          { id: "T1", type: "Sign", start: 3, end: 13 },
          { id: "T2", type: "Sign", start: 14, end: 16 },
        ],
        words: [
          { start: 0, end: 2 },
          { start: 3, end: 8 },
          { start: 9, end: 13 },
          { start: 14, end: 16 },
        ],
      },
    ]);
    expect([problems, notices]).toEqual([[], ["tags are read as iob2"]]);
  });

  const names = ["O", "B-Sign", "I-Sign"];
  const yaml = [
    ...[
      "---",
      "license: mit",
      "dataset_info:",
      "  features:",
      "  - name: pos_tags",
      "    sequence:",
    ],
    ...["      class_label:", "        names:", "          '0': O", "          '1': NN"],
    ...["  - name: ner_tags", "    sequence:", "      class_label:", "        names:"],
    ...names.map((name, i) => `          '${i}': ${name}`),
    ...["---", "# A data set"],
  ].join("\r\n");
  const sequence = { feature: { num_classes: 3, names, _type: "ClassLabel" }, _type: "Sequence" };
  test.each([
    ["README.md", yaml],
    ["dataset_info.json", JSON.stringify({ features: { ner_tags: sequence } })],
    ["dataset_infos.json", JSON.stringify({ default: { features: { ner_tags: sequence } } })],
    ["features.json", JSON.stringify({ ner_tags: { _type: "ClassLabel", names } })],
    ["labels.json", JSON.stringify(names)],
    [
      "config.json",
      JSON.stringify({ id2label: { 0: "O", 1: "B-Sign", 2: "I-Sign" }, label2id: {} }),
    ],
    ["label2id.json", JSON.stringify({ "B-Sign": 1, O: 0, "I-Sign": 2 })],
    ["labels.txt", `${names.join("\n")}\n`],
  ])("names tags that are numbers by %s", async (path, content) => {
    const { documents, problems, notices } = await read({
      [`data/${path}`]: content,
      "data/a.jsonl": record("No chest pain", [0, 1, 2]),
    });
    expect([quotes(documents), problems]).toEqual([[["Sign:chest pain"]], []]);
    expect(notices).toContain(`tags that are numbers have the names in data/${path}`);
  });

  test("names them by the setting, and says what is missing without it", async () => {
    const files = { "a.jsonl": record("No chest pain", [0, 1, 2]) };
    const { documents } = await read(files, { labels: "O, B-Sign, I-Sign" });
    expect(quotes(documents)).toEqual([["Sign:chest pain"]]);
    const { documents: none, problems } = await read(files);
    expect(none).toEqual([]);
    expect(problems[0]?.message).toMatch(/^tags are numbers without names: .*--read labels=/);
  });

  test("puts the file before ids where there are several, and reads arrays", async () => {
    const line = record("Fever", ["B-Sign"]);
    const { documents } = await read({
      "train.jsonl": line,
      "test.json": `[${line},${line.replace('"0"', "1")}]`,
    });
    expect(documents.map(({ id }) => id)).toEqual(["train/0", "test/0", "test/1"]);
  });

  test.each([
    ["iob1", ["I-A", "I-A", "B-A", "I-B"], ["A:a b", "A:c", "B:d"]],
    ["bioes", ["S-A", "B-A", "E-A", "O"], ["A:a", "A:b c"]],
    ["io", ["A", "A", "O", "B2"], ["A:a b", "B2:d"]],
  ])("recognises %s", async (scheme, tags, expected) => {
    const { documents, notices } = await read({ "a.jsonl": record("a b c d", tags) });
    expect([quotes(documents)[0], notices]).toEqual([expected, [`tags are read as ${scheme}`]]);
  });

  test("takes a text that is the tokens and white space, and leaves any other among the fields", async () => {
    const tags = ["O", "B-A"];
    const { documents } = await read({
      "a.jsonl":
        record("no fever", tags, { text: " no\r\n fever\n" }) +
        record("no fever", tags, { text: "No fever" }),
    });
    expect(quotes(documents)).toEqual([["A:fever"], ["A:fever"]]);
    expect(documents.map(({ text, meta }) => [text, meta])).toEqual([
      [" no\r\n fever\n", undefined],
      ["no fever", { text: "No fever" }],
    ]);
  });

  test("says which records and tags cannot be read", async () => {
    const { documents, problems } = await read({
      "a.jsonl":
        record("a b", ["O"]) +
        record("a  b", ["O", "O", "O"]) +
        '{"tokens": ["a"]}\n' +
        record("a b c", ["B-A", "fever", "I-A"]) +
        record("a", [null]),
    });
    expect(quotes(documents)).toEqual([["A:a", "A:c"]]);
    expect(problems.map(({ line, at, code, lost }) => [line, at, code, lost])).toEqual([
      [1, undefined, "malformed", true],
      [2, undefined, "malformed", true],
      [3, undefined, "malformed", true],
      [4, "tags[2]", "irregular-tag", undefined],
      [4, "tags[1]", "malformed", true],
      [5, undefined, "malformed", true],
    ]);
  });

  test("writes words, its own or those of the text, and says what mentions lose", async () => {
    const mention = { id: "T1", type: "A" };
    const { files, problems } = await writeAll(huggingFace, [
      { id: "a", text: "no chest-pain", mentions: [{ ...mention, start: 3, end: 13 }] },
      { id: "b", text: "no fever", mentions: [{ ...mention, start: 3, end: 5 }] },
      {
        ...{ id: "c", text: "no fever", words: [{ start: 3, end: 8 }] },
        mentions: [{ ...mention, start: 0, end: 2 }],
      },
    ]);
    const lines = new TextDecoder()
      .decode(await files[0]?.bytes())
      .trim()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        ...{ id: "a", tokens: ["no", "chest", "-", "pain"], text: "no chest-pain" },
        ner_tags: ["O", "B-A", "I-A", "I-A"],
      },
      { id: "b", tokens: ["no", "fever"], ner_tags: ["O", "B-A"] },
      { id: "c", tokens: ["fever"], ner_tags: ["O"] },
    ]);
    expect(problems.map(({ source, code, lost }) => [source, code, lost])).toEqual([
      ["b", "changed", undefined],
      ["c", "does-not-fit", true],
      ["c", "does-not-fit", true],
    ]);
  });

  test.each([
    ['{"id":"0","tokens":["a"],"ner_tags":[0]}', true],
    ['[{"tokens":["a"],"tags":["O"]}]', true],
    ['{"text":"a","tokens":[{"text":"a","start":0}],"spans":[]}', false],
    ['{"text":"a","label":[[0,1,"X"]]}', false],
  ])("looks at %s: %s", (content, yes) => {
    expect(huggingFace.looksLike(sourceFile("a.jsonl", content), content)).toBe(yes);
  });
});
