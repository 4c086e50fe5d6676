import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { marked } from "../../test/auditSamples.js";
import { arbitraryCorpus, EVERYTHING } from "../../test/formats/documents.js";
import type { Document } from "../corpus/index.js";
import { segmentWords } from "../corpus/index.js";
import { audit } from "./audit.js";
import { renderAudit } from "./render.js";
import type { CorpusSummary, PartName } from "./report.js";

const SEED = 11;
const parts = fc.array(fc.constantFrom<PartName | undefined>("train", "dev", "test", undefined), {
  minLength: 1,
});
const corpora = fc.tuple(arbitraryCorpus(EVERYTHING), parts).map(([documents, of]) => ({
  format: "brat",
  documents: documents.map((document, i) => {
    const part = of[i % of.length];
    return part ? { document, part } : { document };
  }),
}));

const total = (summary: CorpusSummary, of: "mentions" | "discontinuous") =>
  Object.values(summary.types).reduce((sum, type) => sum + type[of], 0);

describe("audit", () => {
  test("takes any documents, and its counts add up", async () => {
    await fc.assert(
      fc.asyncProperty(corpora, fc.boolean(), async (corpus, withText) => {
        const report = await audit(corpus, { withText });
        const documents: readonly Document[] = corpus.documents.map(({ document }) => document);
        const mentions = documents.flatMap((document) => document.mentions);
        expect(report.documents).toBe(documents.length);
        expect(report.mentions).toBe(mentions.length);
        expect(Object.keys(report.types).sort()).toEqual(
          [...new Set(mentions.map(({ type }) => type))].sort(),
        );
        for (const summary of [report, ...Object.values(report.parts ?? {})]) {
          expect(total(summary, "mentions")).toBe(summary.mentions);
          expect(total(summary, "discontinuous")).toBe(summary.discontinuous);
          expect(summary.passages.byTypes.reduce((a, b) => a + b, 0)).toBe(summary.passages.count);
        }
        expect(report.tokens).toBe(
          documents.reduce((sum, { text, words }) => sum + (words ?? segmentWords(text)).length, 0),
        );
        expect(JSON.parse(JSON.stringify(report))).toEqual(report); // plain data, no NaN
        expect(renderAudit(report)).toMatch(/\n$/);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test("lists misses outside of every mention, with a string that is annotated", async () => {
    await fc.assert(
      fc.asyncProperty(corpora, async ({ format, documents }) => {
        const { misses } = await audit({ format, documents }, { withText: true });
        for (const { document: id, start, end } of misses.list) {
          const { document } = documents.find((one) => one.document.id === id) ?? {};
          expect(end).toBeGreaterThan(start);
          expect(
            document?.mentions.some((mention) => mention.start < end && start < mention.end),
          ).toBe(false);
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test("counts documents that are in no part in the whole only", async () => {
    const { documents, parts: of } = await audit({
      format: "brat",
      documents: [
        { document: marked("a", "[a|A]"), part: "train" },
        { document: marked("b", "[b|B]") },
      ],
    });
    expect(documents).toBe(2);
    expect(of).toMatchObject({ train: { documents: 1 } });
  });

  test("says what it is doing", async () => {
    const said: [string, number | undefined][] = [];
    const documents = ["a", "b"].map((id) => ({ document: marked(id, "[a|A]") }));
    await audit({ format: "brat", documents }, { onProgress: (what, n) => said.push([what, n]) });
    expect(said.slice(0, 3)).toEqual([
      ["measuring documents", 0],
      ["measuring documents", 1],
      ["counting types", undefined],
    ]);
  });
});
