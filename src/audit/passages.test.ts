import { describe, expect, test } from "vitest";
import { auditOf, marked } from "../../test/auditSamples.js";
import { chanceOfAny } from "./passages.js";

describe("chanceOfAny", () => {
  test.each([
    [2, 6, 3],
    [1, 5, 2],
    [5, 6, 2],
    [0, 4, 2],
    [4, 4, 8],
  ])("of %i among %i in %i drawn is what counting all draws says", (n, of, drawn) => {
    let any = 0;
    let all = 0;
    for (let draw = 0; draw < 2 ** of; draw++) {
      const picked = Array.from({ length: of }, (_, i) => (draw >> i) & 1);
      if (picked.reduce((a, b) => a + b, 0) !== Math.min(drawn, of)) continue;
      all++;
      if (picked.slice(0, n).includes(1)) any++;
    }
    expect(chanceOfAny({ n, of, drawn })).toBeCloseTo(any / all, 12);
  });
});

describe("passages of an audit", () => {
  const filler = (words: number) => "word ".repeat(words);

  test("are runs of 180 words, by how many types they hold", async () => {
    const { passages } = await auditOf([
      marked("a", `[a|A] [b|B] ${filler(178)}[a|A] ${filler(200)}`),
      marked("b", "none"),
    ]);
    expect(passages).toMatchObject({
      // 2 + 178, then 1 + 179, then the other 21
      ...{ unit: "words", length: 180, count: 4, byTypes: [2, 1, 1], meanTypes: 3 / 4 },
      batch: { passages: 8, meanTypes: 2 },
    });
  });

  test("hold a mention that reaches over their border in both", async () => {
    const { types } = await auditOf([marked("a", `${filler(179)}[one two|A]`)]);
    expect(types.A).toMatchObject({ mentions: 1, passages: 2 });
  });

  test("and documents give the types that occur together", async () => {
    const { cooccurrence, cooccurrenceLeftOut } = await auditOf([
      marked("a", `[a|A] [b|B] ${filler(200)} [c|C]`),
      marked("b", "[a|A] [b|B] [a|A]"),
    ]);
    expect(cooccurrence).toEqual([
      { types: ["A", "B"], documents: 2, passages: 2 },
      { types: ["A", "C"], documents: 1, passages: 0 },
      { types: ["B", "C"], documents: 1, passages: 0 },
    ]);
    expect(cooccurrenceLeftOut).toBe(0);
  });
});
