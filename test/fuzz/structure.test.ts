import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonChange, jsonKindChange } from "./jsonStructure.js";
import { type Change, noticeable, structural } from "./structure.js";

/** What changes make of a text. */
const results = (changes: fc.Arbitrary<Change>, text: string) =>
  new Set(fc.sample(changes, { seed: 5, numRuns: 20_000 }).map((change) => change(text)));

describe("structural", () => {
  test("drops, doubles, swaps and replaces lines, fields, tags and attributes", () => {
    const lines = results(structural, "T1\tX 0 5\tfever\nT2\tY 6 9\tnil\n");
    for (const expected of [
      "\nT2\tY 6 9\tnil\n",
      "T1\tX 0 5\tfever\nT1\tX 0 5\tfever\nT2\tY 6 9\tnil\n",
      "T2\tY 6 9\tnil\nT1\tX 0 5\tfever\n",
      "T1\tX 0 5\tnil\nT2\tY 6 9\tfever\n",
      "T1\tX 0 -1\tfever\nT2\tY 6 9\tnil\n",
    ])
      expect(lines).toContain(expected);
    const tags = results(structural, '<d id="1"><t>x</t></d>');
    for (const expected of ['<d id="1"></d>', '<d id="1"><t>x</d>', "<d ><t>x</t></d>"])
      expect(tags).toContain(expected);
  });

  test("leaves what has no such parts", () => {
    expect(results(structural, "")).toEqual(new Set([""]));
  });
});

describe("noticeable", () => {
  test("spoils a number or drops a field", () => {
    const lines = results(noticeable, "T1\tX 0 5\tfever\n");
    expect(lines).toContain("T1\tX x 5\tfever\n");
    expect(lines).toContain("T1\tX 0 5\n");
  });
});

describe("jsonChange", () => {
  test("changes values of one text or line, and gives JSON again", () => {
    const changed = results(jsonChange, '{"a":[1,{"b":"x"}]}');
    for (const expected of [
      '{"a":[{"b":"x"}]}',
      '{"a":[1,1,{"b":"x"}]}',
      '{"a":[1,{}]}',
      '{"a":[{"b":"x"},1]}',
      '{"a":[1,{"b":null}]}',
      '{"a":[1,{"b":1}]}',
    ])
      expect(changed).toContain(expected);
    for (const text of changed) expect(() => JSON.parse(text)).not.toThrow();
    expect(results(jsonChange, '{"a":1}\n{"b":2}\n')).toContain('{"a":1}\n{}\n');
  });

  test("leaves what is no JSON", () => {
    expect(results(jsonChange, "T1\tX 0 5\tfever\n")).toHaveLength(1);
  });
});

describe("jsonKindChange", () => {
  test("puts a value of another kind", () => {
    expect(results(jsonKindChange, '{"a":[1]}')).toEqual(
      new Set(['{"a":[1]}', '{"a":17}', '{"a":["x"]}']),
    );
  });
});
