import { describe, expect, test } from "vitest";
import { loadConfig } from "../config/index.js";
import { overfitting } from "./overfitting.js";

const { objective } = loadConfig({});
const pieces = { Common: 900, Rare: 10, Scarce: 20 };

/** Ten words of a type in each of eight documents, all predicted; so many are hit in each. */
const hits = (each: number, documents = 8) => ({
  gold: new Array<number>(documents).fill(10),
  predicted: new Array<number>(documents).fill(10),
  correct: Array.from({ length: documents }, (_, i) => each + (i % 2 === 0 ? 0 : 1)),
});
/** F1 of rare and frequent types in training documents is .95, and in dev as given plus .05. */
const found = (rare: number, common: number, weights = objective.weights) =>
  overfitting({
    train: { Common: hits(9), Rare: hits(9) },
    dev: { Common: hits(common), Rare: hits(rare) },
    ...{ pieces, objective: { ...objective, weights } },
  });

describe("overfitting", () => {
  test("tells rare types that fall by more than .15 beyond the fall of frequent ones", () => {
    expect(found(6, 7)).toEqual([]); // .1 beyond
    expect(found(5, 7)).toEqual([
      {
        ...{ code: "overfitting", severity: "warning" },
        message:
          "rare types are known by heart: F1 of their words is 0.95 in 8 training documents and 0.55 in 8 documents of the dev part, and that of frequent types 0.95 and 0.75; most words are lost of Rare",
        advice: expect.stringContaining("objective.strength (it is 1)"),
        numbers: expect.objectContaining({ rareDev: 0.55, excess: expect.closeTo(0.2, 10) }),
        types: ["Rare"],
      },
    ]);
  });

  test("tells nothing of a fall that all types share", () => {
    expect(found(2, 2)).toEqual([]);
  });

  test("tells nothing where too few documents vary too much to be sure", () => {
    const found = (documents: number) => {
      // documents of dev are hit as a whole or not at all: F1 of rare types falls from .95 to .5
      const torn = {
        ...hits(9, documents),
        correct: hits(0, documents).gold.map((n, i) => n * (i % 2)),
      };
      const train = { Common: hits(9, documents), Rare: hits(9, documents) };
      return overfitting({
        ...{ train, dev: { Common: hits(9, documents), Rare: torn }, pieces, objective },
      });
    };
    expect(found(4)).toEqual([]);
    expect(found(40)).toHaveLength(1);
  });

  test("names first the type with the most words behind its fall", () => {
    const dev = { Common: hits(9), Rare: hits(4, 8), Scarce: hits(0, 8) };
    const train = { Common: hits(9), Rare: hits(9), Scarce: hits(9) };
    expect(overfitting({ train, dev, pieces, objective })[0]?.types).toEqual(["Scarce", "Rare"]);
  });

  test("does not speak of weights where there are none", () => {
    expect(found(5, 7, "none")[0]?.advice).not.toContain("strength");
  });

  test("tells nothing without documents on both sides", () => {
    expect(overfitting({ train: {}, dev: { Rare: hits(1) }, pieces, objective })).toEqual([]);
    expect(overfitting({ train: { Rare: hits(1) }, dev: {}, pieces, objective })).toEqual([]);
  });
});
