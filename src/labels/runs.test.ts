import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { createLabelSet, type Scheme } from "./labelSet.js";
import { findRuns, type Repair } from "./runs.js";

interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly support: number;
}

interface Case {
  readonly scheme: "IOB2" | "IOE2" | "IOBES";
  readonly mode: "strict" | "default";
  readonly gold: readonly (readonly string[])[];
  readonly predicted: readonly (readonly string[])[];
  readonly report: Readonly<Record<string, Scores>>;
}

const SCHEME: Readonly<Record<string, Scheme>> = { IOB2: "bio", IOBES: "bioes" };

/** Mentions of each type as text, so that sets of them can be compared. */
function runsOf(sequences: readonly (readonly string[])[], scheme: Scheme, repair: Repair) {
  const tags = new Set(sequences.flat().filter((tag) => tag !== "O"));
  const types = [...new Set([...tags].map((tag) => tag.slice(2)))];
  if (types.length === 0) return [];
  const labelSet = createLabelSet({ scheme, types });
  return sequences.flatMap((sequence, i) =>
    findRuns(
      sequence.map((tag) => labelSet.labels.indexOf(tag)),
      { labelSet, repair, hidesEnds: false },
    ).map(({ start, end, typeIndex }) => ({
      type: types[typeIndex] as string,
      key: `${i} ${start} ${end} ${types[typeIndex]}`,
    })),
  );
}

for (const { name, path } of fixtureRoots("metrics/seqeval.json"))
  describe(`findRuns, against seqeval (${name})`, () => {
    const cases = (JSON.parse(readFileSync(path, "utf8")) as Case[]).filter(
      ({ scheme }) => scheme in SCHEME,
    );
    test.each(["strict", "default"] as const)("counts the mentions of its %s mode", (mode) => {
      const repair = mode === "strict" ? "discard" : "conlleval";
      let compared = 0;
      for (const { scheme, gold, predicted, report } of cases.filter((c) => c.mode === mode)) {
        const wanted = runsOf(gold, SCHEME[scheme] as Scheme, repair);
        const found = runsOf(predicted, SCHEME[scheme] as Scheme, repair);
        const keys = new Set(wanted.map(({ key }) => key));
        for (const [type, scores] of Object.entries(report)) {
          if (type.endsWith(" avg")) continue;
          const mine = found.filter((run) => run.type === type);
          const support = wanted.filter((run) => run.type === type).length;
          const hits = mine.filter(({ key }) => keys.has(key)).length;
          expect(support).toBe(scores.support);
          expect(mine.length === 0 ? 0 : hits / mine.length).toBeCloseTo(scores.precision, 9);
          expect(support === 0 ? 0 : hits / support).toBeCloseTo(scores.recall, 9);
          compared++;
        }
      }
      expect(compared).toBeGreaterThan(0);
    });
  });

describe("findRuns", () => {
  const find = (tags: string, scheme: Scheme, repair: Repair, hidesEnds = false) => {
    const labelSet = createLabelSet({ scheme, types: ["x", "y"] });
    const labelIds = tags.split(" ").map((tag) => labelSet.labels.indexOf(tag));
    return findRuns(labelIds, { labelSet, repair, hidesEnds }).map(
      ({ start, end, typeIndex }) => `${"xy"[typeIndex]}${start}-${end}`,
    );
  };

  test("joins a run of one type in io, whatever the repair", () => {
    for (const repair of ["conlleval", "discard"] as const)
      expect(find("x x y O y x", "io", repair)).toEqual(["x0-2", "y2-3", "y4-5", "x5-6"]);
  });

  test("starts a mention at an I without a B by conlleval, and drops it by discard", () => {
    expect(find("I-x I-x O B-y I-x", "bio", "conlleval")).toEqual(["x0-2", "y3-4", "x4-5"]);
    expect(find("I-x I-x O B-y I-x", "bio", "discard")).toEqual(["y3-4"]);
  });

  test("splits neighbours at B", () => {
    expect(find("B-x I-x B-x B-x", "bio", "discard")).toEqual(["x0-2", "x2-3", "x3-4"]);
  });

  test("asks for an E by discard, unless words hide it", () => {
    expect(find("B-x I-x O S-y B-x E-x", "bioes", "discard")).toEqual(["y3-4", "x4-6"]);
    expect(find("B-x I-x O S-y B-x E-x", "bioes", "discard", true)).toEqual([
      "x0-2",
      "y3-4",
      "x4-6",
    ]);
    expect(find("S-x I-x E-x I-x", "bioes", "conlleval")).toEqual(["x0-1", "x1-3", "x3-4"]);
  });

  test("reads ignored positions as O", () => {
    const labelSet = createLabelSet({ scheme: "io", types: ["x"] });
    expect(
      findRuns([1, -100, 1], { labelSet, repair: "conlleval", hidesEnds: false }),
    ).toHaveLength(2);
  });
});
