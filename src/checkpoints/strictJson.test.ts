import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseStrictJson } from "./strictJson.js";

const parse = (json: string | Uint8Array) =>
  parseStrictJson({
    bytes: typeof json === "string" ? Buffer.from(json) : json,
    source: "f",
    what: "header",
  });

describe("parseStrictJson", () => {
  test("agrees with JSON.parse on every object whose keys are unique", () => {
    const json = fc
      .dictionary(fc.string({ unit: "binary" }), fc.jsonValue(), { noNullPrototype: true })
      .map((value) => JSON.stringify(value, null, 1))
      .filter((text) => !text.includes("__proto__"));
    fc.assert(
      fc.property(json, (text) => {
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
      { seed: 6, numRuns: 40 },
    );
  });

  test.each([
    ["plainly", '{"a":1,"b":2,"a":3}', '"a"'],
    ["behind an escape", String.raw`{"a":1,"\u0061":2}`, '"a"'],
    ["before white space", '{"a" : 1, "a"\n\t: 2}', '"a"'],
    ["deep inside", '{"x":[{"y":{"b":[],"c":"b","b":0}}]}', '"b"'],
    ["with quotes in it", String.raw`{"q\"":1,"q\"":2}`, String.raw`"q\""`],
  ])("refuses a key given twice %s", (_, json, key) => {
    expect(() => parse(json)).toThrow(
      `f: the header holds the key ${key} twice in one object. Do not use this file unless you know who wrote it and why.`,
    );
  });

  test("allows equal keys in different objects, and strings that look like keys", () => {
    expect(parse('{"a":{"a":1},"b":[{"a":1},{"a":2}],"c":"\\"a\\":"}')).toEqual({
      a: { a: 1 },
      b: [{ a: 1 }, { a: 2 }],
      c: '"a":',
    });
  });

  test.each([
    ["not JSON", "{a:1}", "f: the header is not valid JSON. "],
    ["nothing", "", "f: the header is not valid JSON. "],
    ["a list", "[1]", "f: the header is JSON but not an object. "],
    ["null", "null", "f: the header is JSON but not an object. "],
    [
      "the key __proto__",
      '{"a":{"__proto__":1}}',
      "f: the header holds the forbidden key __proto__. ",
    ],
    [
      "bytes that are not UTF-8",
      Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d),
      "f: the header is not valid JSON. ",
    ],
  ])("refuses %s", (_, json, message) => {
    expect(() => parse(json)).toThrow(message);
  });

  const many = `{"a":[${"[],".repeat(1_000_000)}[]]}`;
  test.each([
    ["lists nested without end", `{"a":${"[".repeat(32)}`, "values nested more than 32 deep"],
    ["objects nested without end", '{"a":'.repeat(33), "values nested more than 32 deep"],
    ["millions of lists", many, "more than 1000000 lists and objects"],
  ])("refuses %s before parsing", (_, json, bad) => {
    expect(() => parse(json)).toThrow(
      `f: the header holds ${bad}. Do not use this file unless you know who wrote it and why.`,
    );
  });

  test("brackets in strings nest nothing", () => {
    const text = String.raw`\"${"[{".repeat(40)}`;
    expect(parse(JSON.stringify({ [text]: text }))).toEqual({ [text]: text });
  });

  test("reads what is nested as deeply as allowed", () => {
    const json = `{"a":${"[".repeat(31)}${"]".repeat(31)}}`;
    expect(parse(json)).toEqual(JSON.parse(json));
  });
});
