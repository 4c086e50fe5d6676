import { describe, expect, test } from "vitest";
import { columnFiles, describeUnused, formatOf, type Listed, pairFiles } from "./listing.js";

const listed = (...names: string[]): Listed[] =>
  names.map((name) => {
    const [, key, extension] = /^(.*?)(\.\w+)?$/.exec(name) as unknown as [string, string, string];
    return { path: `C/${name}`, key, extension: (extension ?? "").toLowerCase() };
  });

describe("formatOf", () => {
  test.each([
    [["a.txt", "a.ann", "b.tsv"], "brat"],
    [["a.txt", "a.a1"], "brat"],
    [["a.jsonl", "a.txt"], "jsonl"],
    [["a.iob2"], "conll"],
    [["a.txt", "README"], undefined],
    [[], undefined],
  ])("%j: %s", (names, format) => expect(formatOf(listed(...names))).toBe(format));
});

describe("columnFiles", () => {
  test.each([
    [["a.tsv", "b.txt", "c.md"], ["C/a.tsv"]],
    [["b.txt", "c.md"], ["C/b.txt"]],
    [["eng.testa"], ["C/eng.testa"]],
    [["a.md", "b.md"], []],
  ])("of %j takes %j", (names, taken) =>
    expect(columnFiles(listed(...names)).map(({ path }) => path)).toEqual(taken),
  );
});

describe("describeUnused", () => {
  test("counts files that no reader took, but not the settings of brat", () => {
    const files = listed("a.txt", "SOURCE.md", "annotation.conf", "visual.conf", "other.conf");
    expect(describeUnused(files, new Set(files.slice(0, 1)))).toBe(
      "files that are left aside, by extension: .conf 1, .md 1",
    );
    expect(describeUnused(files.slice(2, 4), new Set())).toBeUndefined();
  });
});

describe("pairFiles", () => {
  test("prefers .ann to .a1 and takes an extension in any case", () => {
    const pairs = pairFiles(listed("a.TXT", "a.a1", "a.Ann", "b.txt", "c.txt", "c.a1"));
    expect(pairs.map(({ txt, ann }) => [txt.path, ann?.path])).toEqual([
      ["C/a.TXT", "C/a.Ann"],
      ["C/b.txt", undefined],
      ["C/c.txt", "C/c.a1"],
    ]);
  });

  test("refuses two files whose names differ in the case of the extension only", () => {
    expect(() => pairFiles(listed("n.TXT", "n.txt"))).toThrow(
      "C/n.txt: its name differs from C/n.TXT only in the case of the extension. Keep one of them.",
    );
  });
});
