import { describe, expect, test } from "vitest";
import { auditOf, document } from "../../test/auditSamples.js";

/** 40 words of which no three in a row repeat, with others in some places. */
const words = (changed: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: 40 }, (_, i) => changed[i] ?? `w${i}`).join(" ");

describe("findDuplicates", () => {
  test("groups identical texts, blank ones apart", async () => {
    const { duplicates, repeatedTexts } = await auditOf([
      ...["a", "b", "c"].map((id) => document(id, "same words here")),
      ...["d", "e"].map((id) => document(id, " \n")),
      document("f", "other words there"),
    ]);
    expect(duplicates.identical).toEqual([
      [{ document: "a" }, { document: "b" }, { document: "c" }],
    ]);
    expect(duplicates).toMatchObject({ identicalAcrossParts: 0, near: [], nearAcrossParts: 0 });
    expect(repeatedTexts).toBe(3);
  });

  test("gives the similarity of near duplicates by their word triples", async () => {
    const { duplicates } = await auditOf([
      document("a", words()),
      document("b", words({ 20: "x" })),
      document("c", words({ 5: "x", 15: "x", 25: "x", 35: "x" })),
    ]);
    // 38 triples each, of which 3 hold the word that changed
    expect(duplicates.near).toEqual([
      {
        documents: [{ document: "a" }, { document: "b" }],
        similarity: 35 / (38 + 3),
        acrossParts: false,
      },
    ]);
  });

  test("counts the documents of dev and test that leak", async () => {
    const { duplicates, findings } = await auditOf({
      train: [document("a", "same words here"), document("b", words())],
      dev: [document("c", "same words here"), document("d", "alone in the dev part")],
      test: [
        document("e", "same words here"),
        document("f", words({ 20: "x" })),
        document("g", words({ 20: "x" })),
      ],
    });
    expect(duplicates).toMatchObject({ identicalAcrossParts: 2, nearAcrossParts: 2 });
    expect(duplicates.near).toMatchObject([
      {
        documents: [
          { document: "b", part: "train" },
          { document: "f", part: "test" },
        ],
        acrossParts: true,
      },
    ]);
    expect(findings.filter(({ code }) => code === "leak" || code === "near-leak")).toMatchObject([
      { code: "leak", severity: "error", count: 2 },
      { code: "near-leak", severity: "warning", count: 2 },
    ]);
  });

  test("finds a copy in other white space across parts", async () => {
    const { duplicates } = await auditOf({
      train: [document("a", "Same words here")],
      test: [document("a", "same  words here.")],
    });
    expect(duplicates).toMatchObject({
      ...{ identical: [], identicalAcrossParts: 0, nearAcrossParts: 1 },
      near: [{ similarity: 1, acrossParts: true }],
    });
  });

  test("does not call copies inside of the test part a leak", async () => {
    const { duplicates } = await auditOf({
      train: [document("a", words())],
      test: [document("b", "same words here"), document("c", "same words here")],
    });
    expect(duplicates).toMatchObject({ identicalAcrossParts: 0, nearAcrossParts: 0 });
  });
});
