import { describe, expect, test } from "vitest";
import { auditOf, document, marked, mention } from "../../test/auditSamples.js";

describe("withQuotes", () => {
  test("gives examples of different documents with what stands around them", async () => {
    const { types } = await auditOf(
      [marked("a", "no\n[pain|Sign] but [ache|Sign]"), marked("b", "[pain|Sign]")],
      { withText: true },
    );
    expect(types.Sign?.examples).toEqual([
      { document: "a", start: 3, end: 7, before: "no ", text: "pain", after: " but ache" },
      { document: "b", start: 0, end: 4, before: "", text: "pain", after: "" },
    ]);
  });

  test("cuts no character in two", async () => {
    const text = `${"😀".repeat(40)} pain ${"x"}${"😀".repeat(40)}`;
    const { types } = await auditOf([document("a", text, [mention("Sign", 81, 85)])], {
      withText: true,
    });
    const [example] = types.Sign?.examples ?? [];
    expect(example?.text).toBe("pain");
    expect(`${example?.before}${example?.after}`).not.toMatch(/\p{Surrogate}/u);
    expect((example?.before ?? "").length).toBeGreaterThan(55);
  });

  test("gives the ten most frequent strings, as they are spelled most often", async () => {
    const source = Array.from({ length: 12 }, (_, i) => `[s${i}x|A] `.repeat(i + 1)).join("");
    const { types } = await auditOf([marked("a", source)], { withText: true });
    expect(types.A?.topStrings).toEqual(
      Array.from({ length: 10 }, (_, i) => ({ text: `s${11 - i}x`, count: 12 - i })),
    );
  });

  test("leaves no text in a report that nobody asked for", async () => {
    const corpus = [
      marked("a", "[secret|A] [secret|B] [secret|B] secret secret-ish [hush hush|A]"),
      marked("b", "[secret|A] [secret|B] [secret|B] secret secret-ish [hush hush|A]"),
    ];
    expect(JSON.stringify(await auditOf(corpus))).not.toMatch(/secret|hush/);
    expect(JSON.stringify(await auditOf(corpus, { withText: true }))).toMatch(/secret/);
  });
});
