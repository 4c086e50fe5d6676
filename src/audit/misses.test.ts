import { describe, expect, test } from "vitest";
import { auditOf, marked } from "../../test/auditSamples.js";

describe("findMisses", () => {
  const missesOf = async (...texts: string[]) => {
    const { misses } = await auditOf(texts.map((text, i) => marked(`d${i}`, text)));
    return misses.list.map(({ document: id, start, end, type }) => [id, start, end, type]);
  };

  test("finds where a string stands that is annotated twice elsewhere", async () => {
    expect(
      await missesOf("[chest pain|Sign]", "[Chest  pain|Sign]", "no\tchest\npain, chest"),
    ).toEqual([["d2", 3, 13, "Sign"]]);
  });

  test("needs two annotations, and no fewer than places without", async () => {
    expect(await missesOf("[pain|Sign]", "pain")).toEqual([]);
    expect(await missesOf("[pain|Sign] [pain|Sign]", "pain pain")).toHaveLength(2);
    expect(await missesOf("[pain|Sign] [pain|Sign]", "pain pain pain")).toEqual([]);
  });

  test("says nothing of a string inside of a mention", async () => {
    expect(await missesOf("[pain|Sign] [pain|Sign]", "[arm pain|Sign]")).toEqual([]);
  });

  test("takes the longer of two strings, unless it is mostly not annotated", async () => {
    const both = "[pain|Sign] [pain|Sign] [arm pain|Arm] [arm pain|Arm]";
    expect(await missesOf(both, "an arm pain")).toEqual([["d1", 3, 11, "Arm"]]);
    const seldom =
      "[pain|Sign], [pain|Sign], [pain|Sign], [pain|Sign], [arm pain|Arm], [arm pain|Arm]";
    expect(await missesOf(seldom, "arm pain arm pain arm pain")).toEqual([
      ["d1", 4, 8, "Sign"],
      ["d1", 13, 17, "Sign"],
      ["d1", 22, 26, "Sign"],
    ]);
  });

  test("gives the type that the string mostly has, and counts by type", async () => {
    const { misses } = await auditOf([
      marked("a", "[cold|Sign] [cold|Disease] [cold|Disease] cold"),
    ]);
    expect(misses).toEqual({
      ...{ leastAnnotated: 2, count: 1, byType: { Disease: 1 } },
      list: [{ document: "a", start: 15, end: 19, type: "Disease", annotated: 3, unannotated: 1 }],
    });
  });

  test("leaves out numbers, which mean something else in each place", async () => {
    expect(await missesOf("[2.5|Value] [2.5|Value]", "2.5")).toEqual([]);
  });
});
