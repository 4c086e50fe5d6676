import { describe, expect, test } from "vitest";
import type { Problem } from "../document.js";
import { soundWords } from "./soundWords.js";

const read = (given: readonly (readonly [number, number] | undefined)[]) => {
  const problems: Omit<Problem, "source">[] = [];
  const words = soundWords(
    given.map((span) => span && { start: span[0], end: span[1] }),
    { text: "no fever", at: "tokens", tell: (problem) => problems.push(problem) },
  );
  return { words: words.map(({ start, end }) => [start, end]), problems };
};

describe("soundWords", () => {
  test("sorts words and says nothing of sound ones", () => {
    expect(read([[3, 8], [0, 2]])).toEqual({ words: [[0, 2], [3, 8]], problems: [] }); // biome-ignore format: pairs
  });

  test.each([
    [[5, 4]],
    [[4, 4]],
    [[7, 9]],
    [[-1, 2]],
    [[3.5, 5]],
    [[Number.NaN, 5]],
    [[4, 6]],
    [[3, 8]],
    [undefined],
  ] as const)("leaves %j out, beside words from 0 to 2 and 3 to 8, and says so", (wrong) => {
    const { words, problems } = read([[0, 2], wrong, [3, 8]]);
    expect(words).toEqual([[0, 2], [3, 8]]); // biome-ignore format: pairs
    expect(problems).toMatchObject([{ at: "tokens", code: "malformed", lost: true }]);
    expect(problems[0]?.message).toMatch(/^1 of 3 tokens /);
  });
});
