import { describe, expect, test } from "vitest";
import { decimals, interval, pValue, runsOfNumbers, score, signed } from "./wording.js";

describe("numbers of reports", () => {
  test("have three decimals, a sign where they are differences, and no sign of nothing", () => {
    expect([0.5, -0.00004, null, undefined].map(score)).toEqual(["0.500", "0.000", "–", "–"]);
    expect([0.0126, -0.5, -0.0001, 0].map(signed)).toEqual(["+0.013", "-0.500", "0.000", "0.000"]);
    expect(decimals(1234.56, 1)).toBe("1234.6");
  });

  test("intervals are in brackets, a missing one is a dash", () => {
    expect(interval({ low: 0.1, high: 0.25 })).toBe("[0.100, 0.250]");
    expect(interval({ low: -0.1, high: 0.25 }, signed)).toBe("[-0.100, +0.250]");
    expect(interval(null)).toBe("–");
  });

  test("a p-value is never 0", () => {
    expect([1, 0.0312, 0.0001, 0.00001].map(pValue)).toEqual([
      ...["1.0000", "0.0312", "0.0001", "<0.0001"],
    ]);
  });

  test("numbers in a row are told by their ends", () => {
    expect(runsOfNumbers([1, 2, 3, 7, 9, 10])).toBe("1 to 3, 7, 9, 10");
    expect(runsOfNumbers([])).toBe("");
  });
});
