import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sourceFile } from "../../test/formats/memory.js";
import type { Problem } from "./document.js";
import { jsonElements } from "./jsonStream.js";

const SEED = 20_260_730;

async function read(content: string, arrays: readonly string[] = []) {
  const problems: Problem[] = [];
  const notices: string[] = [];
  const context = {
    onProblem: (problem: Problem) => problems.push(problem),
    onNotice: (notice: string) => notices.push(notice),
  };
  const elements = [];
  for await (const element of jsonElements(sourceFile("a.json", content), context, { arrays }))
    elements.push(element);
  return { elements, values: elements.map(({ value }) => value), problems, notices };
}

const strings = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom('"', "\\", "\\u0022", "[{", "}]", "\n{", "🩺", "documents", "a,b:c"),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    strings,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
    fc.constantFrom(true, false, null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(strings, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const objects = fc.dictionary(strings, values, { maxKeys: 4, noNullPrototype: true });
const indent = fc.constantFrom(undefined, 0, 1, 2, "\t");

describe("jsonElements", () => {
  test("gives the elements of an array as JSON.parse does, however it is indented", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(values), indent, async (array, space) => {
        const { elements, values, problems } = await read(JSON.stringify(array, null, space));
        expect(values).toEqual(array);
        expect(problems).toEqual([]);
        expect(elements.map(({ place }) => place.at)).toEqual(array.map((_, i) => `[${i}]`));
      }),
      { seed: SEED },
    );
  });

  test("gives objects that follow each other, with any white space between them", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(objects, { minLength: 1 }),
        indent,
        fc.constantFrom("\n", "\r\n", "", " ", "\n\n"),
        async (lines, space, between) => {
          const text = lines.map((line) => JSON.stringify(line, null, space) + between).join("");
          const { values, problems } = await read(text, ["documents"]);
          // An array of this name would be split.
          fc.pre(lines.every((line) => !Array.isArray(line.documents)));
          expect(values).toEqual(lines);
          expect(problems).toEqual([]);
        },
      ),
      { seed: SEED },
    );
  });

  test("gives the elements of a named array with the fields before it", async () => {
    await fc.assert(
      fc.asyncProperty(objects, fc.array(values), indent, async (fields, array, space) => {
        const before = Object.fromEntries(
          Object.entries(fields).filter(([key]) => key !== "documents"),
        );
        const text = JSON.stringify({ ...before, documents: array }, null, space);
        const { elements, values, problems, notices } = await read(text, ["docs", "documents"]);
        expect(values).toEqual(array);
        expect(problems).toEqual([]);
        expect(notices).toEqual([]);
        const around = { ...before, documents: [] };
        expect(elements).toEqual(
          array.map((value, i) => ({
            ...{ value, around },
            place: { source: "a.json", line: expect.any(Number), at: `documents[${i}]` },
          })),
        );
      }),
      { seed: SEED },
    );
  });

  test("names fields that stand after the array, which no element can have", async () => {
    const { values, notices } = await read(
      '{"a": 1, "documents": [1], "key": {"documents": [2]}}',
      ["documents"],
    );
    expect(values).toEqual([1]);
    expect(notices).toEqual(['Fields after the list of documents were left aside: "key"']);
  });

  test("leaves an array of that name alone where it is deeper", async () => {
    const value = { a: { documents: [1] }, b: [{ documents: [1] }] };
    expect((await read(JSON.stringify(value), ["documents"])).values).toEqual([value]);
  });

  test.each([
    ["a line cut in a string", '{"a": 1}\n{"a": "tw\n{"a": 3}\n', [{ a: 1 }, { a: 3 }], [2]],
    ["a line cut after a number", '{"a": 1\n{"a": 2}\n', [{ a: 2 }], [1]],
    ["a line cut after a bracket", '{"a": {"b": 1}\n{"a": 2}', [{ a: 2 }], [1]],
    ["brackets that do not match", '{"a": [1}\n{"a": 2}', [{ a: 2 }], [1]],
    ["a word", "hello, world\n{}", [{}], [1, 1]],
    ["an element of an array", '[{"a": 1}, {"a": tru}, {"a": 3}]', [{ a: 1 }, { a: 3 }], [1]],
    ["an indented element", '[\n {"a": [1}\n },\n {"a": 2}\n]', [{ a: 2 }], [2]],
    ["the end of the file", '[{"a": 1}, {"a": 2', [{ a: 1 }], [1]],
    ["deep nesting", `[1, ${"[".repeat(2000)}${"]".repeat(2000)}`, [1], [1, 1]],
  ])("loses no more than one value to %s", async (_, text, values, lines) => {
    const read1 = await read(text);
    expect(read1.values).toEqual(values);
    expect(read1.problems.map(({ line, code, lost }) => ({ line, code, lost }))).toEqual(
      lines.map((line) => ({ line, code: "malformed", lost: true })),
    );
  });

  test("says that a file ends inside an array", async () => {
    const { values, problems } = await read('{"documents": [1, 2', ["documents"]);
    expect(values).toEqual([1, 2]);
    const message = "the file ends inside of this array";
    expect(problems).toMatchObject([
      { at: "documents[2]", code: "malformed", message, lost: true },
    ]);
  });

  test("reads what Python writes and JSON does not allow", async () => {
    const { values, problems } = await read('[{"t": "a\tb\nNaN", "p": NaN, "q": -Infinity}]');
    expect(values).toEqual([{ t: "a\tb\nNaN", p: null, q: null }]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.lost).toBeUndefined();
  });

  test("passes over a byte order mark", async () => {
    expect((await read("\ufeff[1]")).values).toEqual([1]);
  });

  test("never throws and ends, whatever the text", async () => {
    const text = fc
      .array(fc.constantFrom(...'[]{}:,"\\\n 1a', '"documents"', "🩺"), { maxLength: 40 })
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        const { values, problems } = await read(content, ["documents"]);
        const empty = /^(\s|\{\s*"documents"\s*:\s*\[\s*\]\s*\}|\[\s*\])*$/.test(content);
        expect(values.length + problems.length > 0 || empty || /^[\s,[\]]*$/.test(content)).toBe(
          true,
        );
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });
});
