import { describe, expect, test } from "vitest";
import { auditOf, document, marked, mention } from "../../test/auditSamples.js";

describe("findConflicts", () => {
  const documents = [
    marked("a", "[Fever|Sign] and [cold|Sign], [cold|Disease]"),
    marked("b", "[fever|Sign], [fever|Disease], [cough|Sign]"),
  ];

  test("counts strings with several types, and how often each", async () => {
    const { conflicts } = await auditOf(documents);
    expect(conflicts).toEqual({
      // of fever one mention is the odd one, of cold one of two
      ...{ strings: 2, mentions: 2 },
      pairs: [{ types: ["Disease", "Sign"], strings: 2, mentions: [2, 3] }],
      list: [
        {
          counts: { Sign: 2, Disease: 1 },
          places: [
            { document: "a", start: 0, end: 5, type: "Sign" },
            { document: "b", start: 7, end: 12, type: "Disease" },
          ],
        },
        {
          counts: { Disease: 1, Sign: 1 },
          places: [
            { document: "a", start: 16, end: 20, type: "Disease" },
            { document: "a", start: 10, end: 14, type: "Sign" },
          ],
        },
      ],
    });
  });

  test("names the string only if asked", async () => {
    const { conflicts } = await auditOf(documents, { withText: true });
    expect(conflicts.list.map(({ text }) => text)).toEqual(["Fever", "cold"]);
  });

  test("does not count two types on one span, which is meant", async () => {
    const { conflicts } = await auditOf([
      document("a", "arm", [mention("Arm", 0, 3), mention("Side", 0, 3)]),
    ]);
    expect(conflicts).toMatchObject({ strings: 0, mentions: 0, pairs: [], list: [] });
  });
});
