import { describe, expect, test } from "vitest";
import { findLayout } from "./conllLayout.js";

const layoutOf = (content: string, named = {}) => {
  const layout = findLayout(content.trim().split("\n"), named);
  return layout && [layout.columns, layout.token + 1, layout.tag + 1];
};

describe("findLayout", () => {
  test.each([
    ["token and tag", "fever\tB-Sign\nhigh\tO", [2, 1, 2]],
    ["CoNLL-2003", "EU NNP B-NP B-ORG\nrejects VBZ B-VP O\nBonn NNP B-NP O", [4, 1, 4]],
    ["chunks in the last column", "EU B-ORG B-NP\nrejects O B-VP\nlamb O I-NP", [3, 1, 2]],
    ["the tag first", "B-Sign fever\nO high\nO rate", [2, 2, 1]],
    ["CoNLL-U with tags", "1\tfever\tNOUN\tB-Sign\n2\thigh\tADJ\tO\n3\tand\tCCONJ\tO", [4, 2, 4]],
    ["parts of speech first", "NN fever O\nJJ high O\nIN of B-X", [3, 2, 3]],
    // GermEval 2014: number, token, outer and inner mentions.
    ["an inner layer", "1\ta\tB-X\tO\n2\tb\tI-X\tB-Y\n3\tc\tO\tO\n4\td\tB-X\tO", [4, 2, 3]],
    ["types without prefixes", "fever Sign\nhigh O\nrate O\ncough Sign", [2, 1, 2]],
    ["tokens that are numbers", "1\tO\n2\tB-Date\n3\tI-Date", [2, 1, 2]],
    ["one document id", "d1\tfever\tO\n".repeat(5) + "d1\tcough\tB-X\n".repeat(5), [3, 2, 3]],
    ["lines of other width", "a O\nb O O\nc O\nd\ne B-X", [2, 1, 2]],
    ["tokens with blanks", "a b\tO\nc\tB-X\nd\tO", [2, 1, 2]],
  ])("finds the columns of %s", (_, content, expected) => {
    expect(layoutOf(content)).toEqual(expected);
  });

  test("goes by the columns that are named, from either end", () => {
    const content = "EU NNP B-NP B-ORG\nrejects VBZ B-VP O";
    expect(layoutOf(content, { tag: 3 })).toEqual([4, 1, 3]);
    expect(layoutOf(content, { tag: -2, token: 2 })).toEqual([4, 2, 3]);
    expect(layoutOf(content, { tag: 5 })).toBeUndefined();
    expect(layoutOf(content, { token: -5 })).toBeUndefined();
  });

  test("finds none in one column", () => {
    expect(layoutOf("fever\nhigh")).toBeUndefined();
    expect(findLayout([])).toBeUndefined();
  });
});
