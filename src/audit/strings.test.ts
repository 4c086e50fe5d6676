import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { document, mention } from "../../test/auditSamples.js";
import { segmentWords } from "../corpus/index.js";
import { createStringTable, normalForm, quote } from "./strings.js";

describe("normalForm", () => {
  test.each([
    ["Pain", "pain"],
    ["pain", "pain"],
    ["ALL", "ALL"],
    ["mRNA", "mRNA"],
    ["T", "T"],
    ["E\u0301pine", "\u00e9pine"],
    ["7", "7"],
  ])("of %s is %s", (word, form) => {
    expect(normalForm(word)).toBe(form);
  });
});

describe("createStringTable", () => {
  const stringsIn = (strings: readonly string[], text: string) => {
    const table = createStringTable();
    const words = table.wordsOf(text);
    const ids = strings.map((string) => table.add(string, mention("A", 0, string.length)));
    const found: [string, string][] = [];
    table.search(words, (id, first, end) =>
      found.push([
        strings[ids.indexOf(id)] as string,
        text.slice(words.starts[first], words.ends[end - 1]),
      ]),
    );
    return found;
  };

  test("finds strings over any white space, at word borders only", () => {
    expect(stringsIn(["arm pain", "arm"], "Arm\n pain, arms, arm")).toEqual([
      ["arm", "Arm"],
      ["arm pain", "Arm\n pain"],
      ["arm", "arm"],
    ]);
  });

  test("keeps the parts of a split mention apart from one string", () => {
    const table = createStringTable();
    const fragments = [
      { start: 0, end: 3 },
      { start: 4, end: 8 },
    ];
    const split = table.add("arm pain", mention("A", 0, 8, { fragments }));
    const whole = table.add("arm pain", mention("A", 0, 8));
    expect(split).not.toBe(whole);
    const found: number[] = [];
    table.search(table.wordsOf("arm pain"), (id) => found.push(id));
    expect(found).toEqual([whole]);
  });

  test("gives no string to a mention of blanks", () => {
    expect(createStringTable().add("a  b", mention("A", 1, 3))).toBeUndefined();
  });

  test("finds what comparing each string with each place finds", () => {
    const word = fc.constantFrom("a", "b", "A", "aa", "+");
    const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(
        fc.uniqueArray(phrase, { maxLength: 8 }),
        fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")),
        (strings, text) => {
          const words = segmentWords(text).map(({ start, end }) => text.slice(start, end));
          const expected = words.flatMap((_, first) =>
            strings
              .filter((string) => {
                const own = string.split(" ");
                return own.every((part, i) => words[first + i] === part);
              })
              .sort((a, b) => a.length - b.length),
          );
          expect(stringsIn(strings, text).map(([string]) => string)).toEqual(expected);
        },
      ),
      { seed: 7 },
    );
  });
});

describe("quote", () => {
  test("puts a mention on one line, its parts apart", () => {
    const text = "left\narm pain";
    const fragments = [
      { start: 0, end: 8 },
      { start: 9, end: 13 },
    ];
    expect(quote(document("a", text), mention("A", 0, 13, { fragments }))).toBe("left arm … pain");
  });
});
