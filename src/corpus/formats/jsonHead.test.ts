import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { headRecords } from "./jsonHead.js";

const keysOf = (head: string) => headRecords(head).map((record) => [...record.keys()]);

describe("headRecords", () => {
  test.each([
    ["lines", '{"a": 1, "b": [1]}\n{"c": {"d": 2}}\n', [["a", "b"], ["c"]]],
    ["an array", '[\n {"a": "x"},\n {"b": [{"c": 1}]}\n]', [["a"], ["b"]]],
    ["one pretty-printed object", '{\n  "a": {\n    "b": 1\n  },\n  "c": []\n}', [["a", "c"]]],
    ["a byte order mark", '\ufeff{"a": 1}', [["a"]]],
    ["brackets and colons in strings", '{"a": "{\\"x\\": [", "b": "]}:,"}', [["a", "b"]]],
    ["arrays of arrays", '[["text", {"entities": []}]]', []],
    ["no JSON", "fever: none {", [[]]],
  ])("finds the fields of %s", (_what, head, keys) => {
    expect(keysOf(head)).toEqual(keys);
  });

  test("gives values as they stand, the last one cut", () => {
    const [record] = headRecords('{"text": "no fever", "label": [[3, 8, "Si');
    expect(record).toEqual(
      new Map([
        ["text", '"no fever"'],
        ["label", '[[3, 8, "Si'],
      ]),
    );
  });

  test("finds the fields that JSON.parse finds, wherever the head is cut", () => {
    const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 });
    fc.assert(
      fc.property(records, fc.boolean(), fc.nat(), (values, array, cut) => {
        const whole = array
          ? JSON.stringify(values)
          : values.map((value) => JSON.stringify(value)).join("\n");
        const keys = values.map((value) =>
          Object.keys(value).map((key) => JSON.stringify(key).slice(1, -1)),
        );
        expect(keysOf(whole)).toEqual(keys);
        const part = keysOf(whole.slice(0, cut % (whole.length + 1)));
        part.forEach((found, i) => {
          expect(keys[i]?.slice(0, found.length)).toEqual(found);
        });
      }),
      { seed: 3 },
    );
  });
});
