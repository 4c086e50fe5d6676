import { describe, expect, test } from "vitest";
import { neighbourAgreement, positiveShareInside, topWordInside } from "./agreement.js";
import type { Decision, ExplainedWord } from "./explanation.js";

/** Words with these attributions; those in the mention are marked by an exclamation mark. */
function contextOf(...words: readonly string[]): ExplainedWord[] {
  return words.map((text, word) => ({
    ...{ word, start: 2 * word, end: 2 * word + 1, pieces: [] },
    attribution: Number(text.replace("!", "")),
    inMention: text.endsWith("!"),
  }));
}

describe("positiveShareInside", () => {
  test.each([
    [["3!", "1"], 0.75],
    [["3!", "1!", "4", "-8"], 0.5],
    [["-3!", "1"], 0],
    [["2!"], 1],
    [["-1!", "0"], null],
    [[], null],
  ])("of %j is %s", (words, share) => {
    expect(positiveShareInside({ context: contextOf(...words) })).toBe(share);
  });
});

describe("topWordInside", () => {
  test.each([
    [["3!", "1"], true],
    [["1!", "3"], false],
    [["-1!", "-3"], true],
    [["1!", "-3"], true],
    [["2", "2!"], false],
    [["2!", "2"], true],
    [[], false],
  ])("of %j is %s", (words, inside) => {
    expect(topWordInside({ context: contextOf(...words) })).toBe(inside);
  });
});

describe("neighbourAgreement", () => {
  const decision = (...types: readonly string[]): Decision => ({
    ...{ word: 0, start: 0, end: 1, shares: { argmax: [], knn: [] } },
    neighbours: types.map((type) => ({
      ...{ type, className: `B-${type}`, documentId: "d", start: 0, end: 1, distance: 1 },
    })),
  });

  test("is the mean over the words, whatever the prefix of the labels", () => {
    const decisions = [decision("Age", "Age", "O", "Sex"), decision("Age", "Age", "Age", "O")];
    expect(neighbourAgreement({ type: "Age", decisions })).toBe((0.5 + 0.75) / 2);
    expect(neighbourAgreement({ type: "Date", decisions })).toBe(0);
  });
});
