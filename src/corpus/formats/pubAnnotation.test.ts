import { describe, expect, test } from "vitest";
import { readAll, sourceFile, writeAll } from "../../../test/formats/memory.js";
import type { Document } from "../document.js";
import { pubAnnotation } from "./pubAnnotation.js";

const read = (value: unknown, settings = {}) =>
  readAll(
    pubAnnotation,
    [sourceFile("a.json", typeof value === "string" ? value : JSON.stringify(value))],
    settings,
  );
const denotation = (id: string | undefined, begin: number, end: number, obj = "Sign") => ({
  ...{ id, span: { begin, end }, obj },
});
const TEXT = "No fever, left and right arm";

describe("pubAnnotation.read", () => {
  test("names what a relation refers to only where that is an id", async () => {
    const messages = async (obj: string) => {
      const { problems } = await read({
        ...{ sourceid: "12", text: TEXT, denotations: [denotation("T1", 3, 8)] },
        relations: [{ id: "R1", subj: "T1", pred: "at", obj }],
      });
      return problems.map(({ message }) => message);
    };
    expect(await messages("T7")).toEqual(['it refers to "T7", which is nothing that was read']);
    expect(await messages("left arm 3")).toEqual([
      "it refers to something, which is nothing that was read",
    ]);
  });

  test.each([
    ["no list", 17, "relations[0].arguments", [["Arg1", "T1"], ["Arg2", "T2"]]], // biome-ignore format: pairs
    ["a list with no object", [{ role: "A", target: "T1" }, 17], "relations[0]", undefined],
  ])("says that arguments are %s", async (_, parts, at, expected) => {
    const { documents, problems } = await read({
      ...{ sourceid: "12", text: TEXT },
      denotations: [denotation("T1", 3, 8), denotation("T2", 25, 28)],
      relations: [{ id: "R1", subj: "T1", pred: "at", obj: "T2", arguments: parts }],
    });
    const [relation] = documents[0]?.relations ?? [];
    expect(relation?.arguments.map(({ role, target }) => [role, target])).toEqual(expected);
    expect(problems).toMatchObject([{ at, lost: true }]);
  });

  test("reads denotations, relations, attributes and modifications", async () => {
    const { documents, problems } = await read({
      ...{ sourcedb: "PubMed", sourceid: "12", project: "p", text: TEXT },
      denotations: [denotation("T1", 3, 8), denotation("T2", 25, 28, "Part")],
      relations: [{ id: "R1", subj: "T1", pred: "at", obj: "T2" }],
      attributes: [
        { id: "A1", subj: "T1", pred: "grade", obj: 2 },
        { id: "A2", subj: "R1", pred: "sure", obj: true },
      ],
      modifications: [{ id: "M1", pred: "Negation", obj: "T1" }],
    });
    expect(problems).toEqual([]);
    expect(documents).toEqual([
      {
        ...{ id: "12", text: TEXT },
        mentions: [
          { id: "T1", type: "Sign", start: 3, end: 8 },
          { id: "T2", type: "Part", start: 25, end: 28 },
        ],
        relations: [
          {
            ...{ id: "R1", type: "at" },
            arguments: [
              { role: "Arg1", target: "T1" },
              { role: "Arg2", target: "T2" },
            ],
          },
        ],
        attributes: [
          { id: "A1", name: "grade", target: "T1", value: "2" },
          { id: "A2", name: "sure", target: "R1" },
          { id: "M1", name: "Negation", target: "T1" },
        ],
        meta: { sourcedb: "PubMed", project: "p" },
      },
    ]);
  });

  const arm = {
    ...{ id: "T1", type: "Part", start: 10, end: 28 },
    fragments: [
      { start: 10, end: 14 },
      { start: 25, end: 28 },
    ],
  };
  test.each([
    [
      "a bag",
      {
        denotations: [
          {
            ...{ id: "T1", obj: "Part" },
            span: [
              { begin: 10, end: 14 },
              { begin: 25, end: 28 },
            ],
          },
        ],
      },
    ],
    [
      "a chain",
      {
        denotations: [denotation("T0", 10, 14, "_FRAGMENT"), denotation("T1", 25, 28, "Part")],
        relations: [{ id: "C0", pred: "_lexicallyChainedTo", subj: "T1", obj: "T0" }],
      },
    ],
  ])("puts the spans of %s together", async (_, annotations) => {
    const { documents, problems } = await read({ text: TEXT, ...annotations });
    expect(problems).toEqual([]);
    expect(documents).toEqual([{ id: "a", text: TEXT, mentions: [arm] }]);
  });

  test("reads spans without ids, without span, and with numbers in quotes, as PubAnnotation does", async () => {
    const { documents, problems } = await read({
      text: TEXT,
      denotations: [
        denotation(undefined, 3, 8),
        { id: "T1", begin: 0, end: 2, obj: "No" },
        { id: "T2", span: { begin: "3", end: "8" }, obj: "Sign" },
      ],
    });
    expect(documents[0]?.mentions.map(({ id, start }) => ({ id, start }))).toEqual([
      { id: "T1'", start: 3 },
      { id: "T1", start: 0 },
      { id: "T2", start: 3 },
    ]);
    expect(problems.map(({ code }) => code)).toEqual(["missing-id"]);
  });

  test("reads arrays, JSON lines and divisions", async () => {
    const [a, b] = [
      { text: "a", sourceid: 7, divid: 0 },
      { text: "b", sourceid: 7, divid: 1 },
    ];
    for (const content of [
      JSON.stringify([a, b]),
      `${JSON.stringify(a)}\n${JSON.stringify(b)}\n`,
    ]) {
      const { documents } = await read(content);
      expect(documents.map(({ id, text }) => ({ id, text }))).toEqual([
        { id: "7-0", text: "a" },
        { id: "7-1", text: "b" },
      ]);
    }
  });

  test("puts tracks together and says so, or takes one", async () => {
    const track = (project: string) => ({ project, denotations: [denotation("T1", 3, 8)] });
    const file = { text: TEXT, tracks: [track("one"), track("two")] };
    const both = await read(file);
    expect(both.documents[0]?.mentions.map(({ id }) => id)).toEqual(["T1", "T1.2"]);
    expect(both.notices.join()).toContain('"one", "two"');
    const one = await read(file, { track: "two" });
    expect(one.documents[0]?.mentions.map(({ id }) => id)).toEqual(["T1"]);
    const none = await read(file, { track: "three" });
    expect(none.problems.map(({ lost }) => lost)).toEqual([true]);
  });

  test.each([
    [denotation("T1", 3, 99), "outside-text"],
    [denotation("T1", 3, 3), "empty-mention"],
    [denotation("T1", 3, 8, ""), "malformed"],
    [{ id: "T1", obj: "Sign" }, "malformed"],
    ["T1", "malformed"],
  ])("leaves out %j and, in turn, all that refers to it", async (entry, code) => {
    const { documents, problems } = await read({
      ...{ text: TEXT, denotations: [entry] },
      relations: [
        { id: "R2", subj: "R1", pred: "x", obj: "R1" },
        { id: "R1", subj: "T1", pred: "x", obj: "T1" },
      ],
      attributes: [{ id: "A1", subj: "R2", pred: "x", obj: true }],
    });
    expect(documents).toEqual([{ id: "a", text: TEXT, mentions: [] }]);
    expect(problems[0]).toMatchObject({ code, at: "denotations[0]", lost: true });
    expect(new Set(problems.slice(1).map(({ code }) => code))).toEqual(
      new Set(["dangling-reference"]),
    );
    expect(problems.map(({ at }) => at)).toEqual(
      expect.arrayContaining(["relations[0]", "relations[1]", "attributes[0]"]),
    );
  });

  test("recognises offsets of TextAE, which count UTF-16 units, by the ends of words", async () => {
    const text = "🩺🩺 Patient one had fever, cough and pain today";
    const words = ["Patient", "fever", "cough", "pain"];
    const denotations = words.map((word, i) =>
      denotation(`T${i}`, text.indexOf(word), text.indexOf(word) + word.length),
    );
    const { documents, problems } = await read({ text, denotations });
    expect(documents[0]?.mentions.map(({ start, end }) => text.slice(start, end))).toEqual(words);
    expect(problems.map(({ code }) => code)).toEqual(["offset-unit"]);
  });
});

describe("pubAnnotation.write", () => {
  test("gives every document a file, with roles that are not brat's beside subject and object", async () => {
    const document: Document = {
      ...{ id: "ward/1", text: TEXT },
      mentions: [
        { id: "T1", type: "Sign", start: 3, end: 8 },
        { id: "T2", type: "Part", start: 25, end: 28 },
      ],
      relations: [
        {
          ...{ id: "R1", type: "x", symmetric: true },
          arguments: [
            { role: "Cause", target: "T1" },
            { role: "Theme", target: "T2" },
          ],
        },
        { id: "R2", type: "y", arguments: [{ role: "Cause", target: "T1" }] },
      ],
    };
    const { files, problems } = await writeAll(pubAnnotation, [document]);
    expect(files.map(({ path }) => path)).toEqual(["ward/1.json"]);
    expect(problems.map(({ code, lost }) => ({ code, lost }))).toEqual([
      { code: "does-not-fit", lost: true },
    ]);
    const { documents } = await readAll(pubAnnotation, files);
    expect(documents).toEqual([{ ...document, relations: document.relations?.slice(0, 1) }]);
  });

  test("writes a division back as it was", async () => {
    const given = { sourcedb: "PMC", sourceid: "7", divid: 2, text: "a", denotations: [] };
    const { documents } = await read(given);
    const { files } = await writeAll(pubAnnotation, documents);
    expect(JSON.parse(new TextDecoder().decode(await files[0]?.bytes()))).toEqual(given);
  });
});
