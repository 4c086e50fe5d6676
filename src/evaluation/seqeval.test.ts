/** Entity scores of tag sequences against seqeval's, and what a reading refuses. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { type AverageScore, scoreTags } from "./seqeval.js";
import { entitiesOf, type TagReading } from "./tags.js";

interface Row {
  precision: number | null;
  recall: number | null;
  "f1-score": number | null;
  support: number;
}
interface Case {
  scheme: "IOB2" | "IOE2" | "IOBES";
  mode: "strict" | "default";
  gold: string[][];
  predicted: string[][];
  report: Record<string, Row>;
}

const near = (value: number | null | undefined) =>
  typeof value === "number" ? expect.closeTo(value, 9) : null;

describe.each(fixtureRoots("metrics/seqeval.json"))("scoreTags, $name fixtures", ({ path }) => {
  const cases = JSON.parse(readFileSync(path, "utf8")) as Case[];
  test("equals seqeval to 1e-9, every mode and scheme", () => {
    expect(cases.length).toBeGreaterThan(0);
    for (const { scheme, mode, gold, predicted, report } of cases) {
      const { perType, micro, macro, weighted } = scoreTags(
        gold.map((tags, i) => ({ gold: tags, predicted: predicted[i] as string[] })),
        mode === "default" ? "conlleval" : scheme,
      );
      const ours: Record<string, AverageScore> = {
        ...perType,
        "micro avg": micro,
        "macro avg": macro,
        "weighted avg": weighted,
      };
      expect(Object.keys(ours).sort()).toEqual(Object.keys(report).sort());
      for (const [name, row] of Object.entries(report))
        expect(ours[name]).toMatchObject({
          precision: near(row.precision),
          recall: near(row.recall),
          f1: near(row["f1-score"]),
          support: row.support,
        });
    }
  });
});

describe("scoreTags", () => {
  test("has no macro mean and zero elsewhere where there is no entity at all", () => {
    const nothing = { precision: 0, recall: 0, f1: 0, support: 0 };
    const report = scoreTags([{ gold: ["O"], predicted: ["O"] }], "conlleval");
    expect(report.macro).toEqual({ precision: null, recall: null, f1: null, support: 0 });
    expect(report.weighted).toEqual(nothing);
    expect(report.micro).toMatchObject(nothing);
  });

  test("refuses sides of different lengths", () => {
    expect(() => scoreTags([{ gold: ["O", "O"], predicted: ["O"] }], "IOB2")).toThrow(
      "sequence 0: 2 gold tags against 1 predicted ones. Score predictions against the very text they were made for.",
    );
  });
});

describe("entitiesOf", () => {
  const read = (tags: string, reading: TagReading) =>
    entitiesOf(tags.split(" "), reading, "s").map(
      ({ start, end, type }) => `${start}-${end} ${type}`,
    );

  test.each<[TagReading, string, string[]]>([
    ["conlleval", "I-A I-A O I-A I-B", ["0-2 A", "3-4 A", "4-5 B"]],
    ["IOB2", "I-A I-A O B-A I-A I-B", ["3-5 A"]],
    ["IOE2", "I-A E-A I-A O E-B", ["0-2 A", "4-5 B"]],
    ["IOBES", "B-A I-A E-A B-A O S-B I-A E-A", ["0-3 A", "5-6 B"]],
    ["conlleval", "B-Lab-value I-Lab-value", ["0-2 Lab-value"]],
    ["conlleval", "B I", ["0-2 _"]],
  ])("reads by %s: %s", (reading, tags, entities) => {
    expect(read(tags, reading)).toEqual(entities);
  });

  test("refuses a tag that is none without showing it", () => {
    for (const tag of ["pain", "E-A", "", "Other", "BA"])
      expect(() => entitiesOf(["O", tag], "IOB2", "s")).toThrow(
        "s: tag 1 is not O and does not begin with one of B, I and a dash, as IOB2 has it. Check the column of the tags and their scheme.",
      );
  });
});
