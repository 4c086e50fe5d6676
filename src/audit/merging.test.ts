import { describe, expect, test } from "vitest";
import { auditOf, document, marked, mention } from "../../test/auditSamples.js";

describe("findMergers", () => {
  const mergersOf = async (...texts: string[]) =>
    (await auditOf(texts.map((text, i) => marked(`d${i}`, text)))).mergeCandidates;

  test("finds a type whose strings are mostly of another type", async () => {
    expect(
      await mergersOf(
        "[fever|Symptom] [cough|Symptom] [rash|Symptom]",
        "[fever|Sign] [cough|Sign] [cough|Sign] [ache|Sign]",
      ),
    ).toEqual([{ type: "Symptom", into: "Sign", mentions: 3, sameString: 2, sameSpan: 0 }]);
  });

  test("finds a type that stands on the spans of another", async () => {
    const { mergeCandidates } = await auditOf([
      document("a", "left arm, arm", [
        ...[mention("Arm", 5, 8), mention("Part", 5, 8), mention("Arm", 10, 13)],
        ...[mention("Part", 10, 13), mention("Part", 0, 4)],
      ]),
    ]);
    expect(mergeCandidates).toEqual([
      { type: "Arm", into: "Part", mentions: 2, sameString: 0, sameSpan: 2 },
    ]);
  });

  test("wants two mentions, and half of all", async () => {
    expect(await mergersOf("[fever|A]", "[fever|B] [fever|B]")).toEqual([]);
    expect(
      await mergersOf("[a|A] [b|A] [c|A] [d|A] [e|A]", "[a|B] [b|B] [x|B] [x|B] [x|B] [x|B]"),
    ).toEqual([]);
  });
});
