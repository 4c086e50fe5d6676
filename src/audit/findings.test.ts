import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { auditOf, document, marked, mention } from "../../test/auditSamples.js";
import type { Document, Problem } from "../corpus/index.js";
import { audit } from "./audit.js";
import { FINDING_CODES, type FindingCode, SEVERITIES } from "./codes.js";
import { judge } from "./findings.js";
import type { PartName } from "./report.js";

type Corpus = readonly Document[] | Partial<Record<PartName, readonly Document[]>>;
interface Case {
  readonly corpus: Corpus;
  readonly message: string;
  readonly types?: readonly string[];
  readonly count?: number;
}

const many = (text: string, times: number) => `${text} `.repeat(times);
const words = Array.from({ length: 40 }, (_, i) => `w${i}`).join(" ");

/** A corpus for each code that only counts of mentions and texts decide, and what is said of it. */
const CASES: Partial<Record<FindingCode, Case>> = {
  "no-mentions": {
    corpus: [document("a", "pain")],
    message: "there is no mention to learn from",
  },
  "unusable-type": {
    corpus: [marked("a", "[a|O] [b|O] [c| ]")],
    message: "training refuses types that are named O or have no name: 3 mentions",
    ...{ types: ["O", " "], count: 2 },
  },
  leak: {
    corpus: { train: [marked("a", "[a|A]")], dev: [document("b", "a")] },
    message: "1 documents of dev and test have a text that another part has too",
    count: 1,
  },
  "one-type": {
    corpus: [marked("a", "[a|Sign]")],
    message: "Sign is the only type",
    types: ["Sign"],
  },
  "type-not-in-train": {
    corpus: { train: [marked("a", "[a|A]")], test: [marked("b", "[b|B] [c|C]")] },
    message: "types without a mention in the training part cannot be learned: B, C",
    ...{ types: ["B", "C"], count: 2 },
  },
  "type-not-scored": {
    corpus: { train: [marked("a", "[a|A] [b|B]")], test: [marked("b", "[b|B]")] },
    message: "types without a mention in the test part cannot be scored there: A",
    ...{ types: ["A"], count: 1 },
  },
  "type-in-one-document": {
    corpus: [marked("a", "[a|A] [a|A] [b|B]"), marked("b", "[b|B]")],
    message: "types in one document only cannot be both trained and scored: A",
    ...{ types: ["A"], count: 1 },
  },
  "few-mentions": {
    corpus: [marked("a", many("[a|A]", 5) + many("[b|B]", 6))],
    message: "types with 5 mentions or fewer are hard to learn, and their scores jump: A",
    ...{ types: ["A"], count: 1 },
  },
  imbalance: {
    corpus: [marked("a", many("[a|9]", 12) + many("[b|1]", 1))],
    message: "9 has 12 times the mentions of 1: 12 and 1",
    types: ["9", "1"],
  },
  "merge-types": {
    corpus: [marked("a", "[a|A] [a|A] [b|A] [a|B] [a|B] [c|B] [d|B]")],
    message:
      "of 3 mentions of A, 2 have a string that elsewhere is B at least as often, and 0 share their span with B",
    ...{ types: ["A", "B"], count: 2 },
  },
  "wide-intervals": {
    corpus: { train: [marked("a", "[a|A]")], dev: [marked("b", many("[a|A]", 11))] },
    message:
      "in the dev part, 1 types have too few mentions for a 95 % interval of recall narrower than 0.5: A has 11, and 93 are needed for one of 0.2",
    ...{ types: ["A"], count: 1 },
  },
  "label-conflicts": {
    corpus: [marked("a", "[a|A] [a|A] [a|B]")],
    message:
      "1 mentions have another type than their string mostly has (1 strings); most often A and B, of which 1 strings have both",
    ...{ types: ["A", "B"], count: 1 },
  },
  "probable-misses": {
    corpus: [marked("a", "[a|A] [a|A] [b|B] [b|B] b a a")],
    message:
      "3 places are not annotated though their string is elsewhere, at least 2 times and at least as often as not: 2 A, 1 B",
    ...{ types: ["A", "B"], count: 3 },
  },
  "near-leak": {
    corpus: { train: [marked("a", words)], test: [document("b", `${words} x`)] },
    message:
      "1 documents of dev and test share 80 % or more of their word triples with one of another part",
    count: 1,
  },
  "repeated-texts": {
    corpus: [document("a", "same"), document("b", "same"), document("c", "other")],
    message: "2 documents share their text with another: a split can put one text on both sides",
    count: 2,
  },
  "near-duplicates": {
    corpus: [document("a", words), document("b", `${words} x`)],
    message: "1 pairs of documents share 80 % or more of their word triples",
    count: 1,
  },
  duplicates: {
    corpus: [document("a", "pain", [mention("A", 0, 4), mention("A", 0, 4)])],
    message: "1 pairs of mentions have the same span and the same type",
    count: 1,
  },
  "blank-edges": {
    corpus: [marked("a", "[pain |A]now[ pain|A]")],
    message: "2 mentions start or end with white space",
    ...{ types: ["A"], count: 2 },
  },
  "inside-words": {
    corpus: [marked("a", "[pain|A]ful")],
    message: "1 mentions start or end inside of a word",
    ...{ types: ["A"], count: 1 },
  },
  "empty-documents": {
    corpus: [document("a", "pain"), document("b", " \n")],
    message: "1 of 2 documents have no text",
    count: 1,
  },
  overlapping: {
    corpus: [
      document("a", "left arm pain", [
        ...[mention("A", 0, 8), mention("B", 5, 13)],
        ...[mention("C", 0, 4), mention("D", 0, 4)],
      ]),
    ],
    message: "4 pairs of mentions overlap: 2 nested, 1 crossing, 1 of one span with two types",
    count: 4,
  },
  discontinuous: {
    corpus: [
      document("a", "left arm pain", [
        mention("A", 0, 13, {
          fragments: [
            { start: 0, end: 4 },
            { start: 9, end: 13 },
          ],
        }),
      ]),
    ],
    message: "1 mentions are discontinuous",
    count: 1,
  },
  "documents-without-mentions": {
    corpus: [marked("a", "[a|A]"), document("b", "none")],
    message: "1 of 2 documents have no mention",
    count: 1,
  },
};

/** Those that need more than documents. */
const OTHERS: readonly FindingCode[] = [
  ...(["content-lost", "reader-problems"] as const),
  ...(["long-mentions", "unknown-pieces", "documents-in-windows", "many-pieces"] as const),
];

const findingOf = async (code: FindingCode, corpus: Corpus) =>
  (await auditOf(corpus)).findings.find((finding) => finding.code === code);

describe("judge", () => {
  test("has a case for every code", () => {
    expect([...Object.keys(CASES), ...OTHERS].sort()).toEqual(Object.keys(FINDING_CODES).sort());
  });

  test.each(Object.entries(CASES) as [FindingCode, Case][])("finds %s", async (code, given) => {
    const { corpus, ...expected } = given;
    expect(await findingOf(code, corpus)).toEqual({
      ...{ code, ...FINDING_CODES[code], anchor: `docs/audit.md#${code}` },
      ...expected,
    });
  });

  test.each(Object.keys(CASES) as FindingCode[])("finds no %s in a sound corpus", async (code) => {
    const filler = (seed: number) =>
      Array.from({ length: 30 }, (_, i) => `f${seed}x${i}`).join(" ");
    const part = (seed: number) =>
      [0, 1].map((i) =>
        marked(
          `${seed}.${i}`,
          `${many("[fever|Sign]", 8)}${many("[arm|Part]", 8)} ${filler(2 * seed + i)}`,
        ),
      );
    expect(await findingOf(code, { train: part(0), dev: part(1), test: part(2) })).toBeUndefined();
  });

  test("counts what was read wrongly apart from what was lost", async () => {
    const problem = (code: Problem["code"], lost?: true): Problem => ({
      ...{ source: "a.ann", line: 1, code, message: "odd" },
      ...(lost ? { lost } : {}),
    });
    const problems = [
      ...[problem("malformed", true), problem("malformed", true), problem("empty-mention", true)],
      ...[problem("duplicate-id"), problem("malformed")],
    ];
    const { findings, problemCounts } = await audit({
      ...{ format: "brat", problems },
      documents: [{ document: marked("a", "[a|A] [b|B]") }],
    });
    expect(problemCounts).toEqual([
      { code: "malformed", count: 3, lost: 2 },
      { code: "empty-mention", count: 1, lost: 1 },
      { code: "duplicate-id", count: 1, lost: 0 },
    ]);
    expect(
      findings
        .filter(({ code }) => code === "content-lost" || code === "reader-problems")
        .map(({ message, count }) => [message, count]),
    ).toEqual([
      ["3 entries of the files could not be read: 2 malformed, 1 empty-mention", 3],
      ["2 entries of the files are odd: 1 malformed, 1 duplicate-id", 2],
    ]);
  });

  test("judges what an encoder makes of the texts", async () => {
    const report = await auditOf([marked("a", "[a|A] [b|B]")]);
    const longMentions = [{ document: "a", start: 0, end: 1, type: "A", pieces: 300 }];
    const pieces = {
      ...{ total: 1000, perToken: 2.5, tokensByPieces: [], unknown: 12, longestDocument: 600 },
      ...{ documentsInSeveralWindows: 3, documentsBeyondEncoder: 1, mentionsBeyondEncoder: 7 },
      ...{ cuts: 4, longMentions },
    };
    const encoder = { name: "e", windowLength: 256, windowOverlap: 32, maxPositions: 512 };
    const found = judge({ ...report, documents: 9, pieces, encoder })
      .filter(({ code }) => OTHERS.includes(code))
      .map(({ code, message }) => [code, message]);
    expect(found).toEqual([
      [
        "long-mentions",
        "1 mentions are longer than a window of 256 pieces, so that no window holds them whole",
      ],
      ["unknown-pieces", "1.20 % of the pieces are unknown to the vocabulary: 12 of 1000"],
      [
        "documents-in-windows",
        "3 of 9 documents are longer than a window of 256 pieces; 1 are longer than the encoder's 512, where truncation would lose 7 mentions",
      ],
      [
        "many-pieces",
        "words have 2.50 pieces on average, more than 2: the vocabulary does not know such words",
      ],
    ]);
    const fine = { ...pieces, unknown: 4, perToken: 1.5, longMentions: [] };
    expect(
      judge({ ...report, pieces: { ...fine, documentsInSeveralWindows: 0 }, encoder }).filter(
        ({ code }) => OTHERS.includes(code),
      ),
    ).toEqual([]);
  });

  test("gives errors first, then warnings, then notes", async () => {
    const { findings } = await auditOf([document("a", " "), document("b", "b")]);
    const ranks = findings.map(({ severity }) => SEVERITIES.indexOf(severity));
    expect(ranks).toEqual([...ranks].sort());
    expect(new Set(ranks).size).toBe(3);
  });

  test("names twelve types in a message and all of them beside it", async () => {
    const types = Array.from({ length: 15 }, (_, i) => `T${String(i).padStart(2, "0")}`);
    const few = await findingOf("few-mentions", [
      marked("a", types.map((type) => `[x${type}|${type}]`).join(" ")),
    ]);
    expect(few?.message).toContain(": T00, T01, T02,");
    expect(few?.message).toMatch(/, T11 and 3 more$/);
    expect(few?.types).toEqual(types);
  });
});

describe("docs/audit.md", () => {
  const page = existsSync("docs/audit.md") ? readFileSync("docs/audit.md", "utf8") : "";

  test.each(Object.entries(FINDING_CODES))("has a section on %s", (code, { severity }) => {
    const [, section] =
      new RegExp(`^### ${code}\n+([\\s\\S]*?)(?=^#|(?![\\s\\S]))`, "m").exec(page) ?? [];
    expect(section).toMatch(new RegExp(`^\\*${severity}\\*\\. `, "i"));
  });

  test("has no section on another code", () => {
    const sections = Array.from(page.matchAll(/^### (\S+)$/gm), ([, code]) => code);
    expect(sections).toEqual(Object.keys(FINDING_CODES));
  });
});
