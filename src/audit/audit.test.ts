import { describe, expect, test } from "vitest";
import type { Document, Mention } from "../corpus/index.js";
import { audit } from "./audit.js";
import { renderAudit } from "./render.js";

const text = "left arm pain since May";
const mention = (
  type: string,
  start: number,
  end: number,
  more: Partial<Mention> = {},
): Mention => ({
  ...{ id: `${type}${start}`, type, start, end },
  ...more,
});
const document = (id: string, mentions: Mention[], content = text): Document => ({
  ...{ id, text: content, mentions },
});

/** By hand: pain nested in "left arm pain", Side and Arm of one span in b, a split mention in b. */
const documents = [
  document("a", [mention("Sign", 0, 13), mention("Pain", 9, 13)]),
  document("b", [
    mention("Side", 0, 4),
    mention("Arm", 0, 4),
    mention("Sign", 5, 13, {
      fragments: [
        { start: 5, end: 8 },
        { start: 9, end: 13 },
      ],
    }),
  ]),
  document("c", [], "no complaint"),
];

describe("audit", () => {
  test("counts what the files hold, before any policy", () => {
    const { findings: _, ...facts } = audit(documents);
    const one = { mentions: 1, documents: 1, share: 0.2, overlapping: 1, discontinuous: 0 };
    expect(facts).toEqual({
      ...{ documents: 3, mentions: 5, characters: 23 + 23 + 12, discontinuous: 1 },
      ...{ emptyDocuments: 0, documentsWithoutMentions: 1, repeatedTexts: 2 },
      overlaps: { duplicate: 0, "same span": 1, nested: 1, crossing: 0 },
      types: {
        Sign: {
          ...{ mentions: 2, documents: 2, share: 0.4, meanLength: 10.5 },
          ...{ overlapping: 1, discontinuous: 1 },
        },
        Pain: { ...one, meanLength: 4 },
        Arm: { ...one, meanLength: 4 },
        Side: { ...one, meanLength: 4 },
      },
    });
  });

  test("says what each count means", () => {
    expect(audit(documents).findings).toEqual([
      {
        code: "type-in-one-document",
        severity: "warning",
        message: "types in one document only cannot be both trained and scored: Arm, Pain, Side",
      },
      {
        code: "few-mentions",
        severity: "warning",
        message:
          "types with 5 mentions or fewer are hard to learn, and their scores jump: Sign, Arm, Pain, Side",
      },
      {
        code: "repeated-texts",
        severity: "warning",
        message:
          "2 documents share their text with another: a split can put one text on both sides",
      },
      {
        code: "overlapping",
        severity: "info",
        message: "2 pairs of mentions overlap: 1 nested, 0 crossing, 1 of one span with two types",
      },
      { code: "discontinuous", severity: "info", message: "1 mentions are discontinuous" },
      {
        code: "documents-without-mentions",
        severity: "info",
        message: "1 of 3 documents have no mention",
      },
    ]);
  });

  test("finds an error where there is nothing to learn, and a warning where there is one type", () => {
    const codes = (corpus: Document[]) =>
      audit(corpus).findings.map(({ code, severity }) => `${severity} ${code}`);
    expect(codes([document("a", [], " \n")])).toEqual([
      "error no-mentions",
      "warning empty-documents",
      "info documents-without-mentions",
    ]);
    expect(codes([document("a", [mention("Sign", 0, 4)])])).toContain("warning one-type");
  });

  test("names the most and the least frequent type, whatever they are called", () => {
    const many = Array.from({ length: 12 }, (_, i) => mention("9", i, i + 1));
    expect(audit([document("a", [mention("1", 20, 23), ...many])]).findings).toContainEqual({
      code: "imbalance",
      severity: "warning",
      message: "9 has 12 times the mentions of 1: 12 and 1",
    });
  });

  test("counts duplicates and crossing pairs apart", () => {
    const { overlaps, findings } = audit([
      document("a", [mention("A", 0, 8), mention("A", 0, 8), mention("B", 5, 13)]),
    ]);
    expect(overlaps).toEqual({ duplicate: 1, "same span": 0, nested: 0, crossing: 2 });
    expect(findings.map(({ code }) => code)).toContain("duplicates");
  });
});

describe("renderAudit", () => {
  test("aligns the table of types and lists the findings", () => {
    expect(renderAudit(audit([document("a", [mention("Sign", 9, 13)], "left arm pain")]))).toBe(
      [
        "1 documents, 13 characters, 1 mentions of 1 types",
        "",
        "type  mentions     share  documents  mean length  overlapping  discontinuous",
        "Sign         1  100.00 %          1          4.0            0              0",
        "",
        "warning: Sign is the only type",
        "warning: types in one document only cannot be both trained and scored: Sign",
        "warning: types with 5 mentions or fewer are hard to learn, and their scores jump: Sign",
        "",
      ].join("\n"),
    );
  });

  test("lets no control character of a type reach the terminal", () => {
    expect(renderAudit(audit([document("a", [mention("A\u001b[31m", 0, 4)])]))).not.toContain(
      "\u001b",
    );
  });
});
