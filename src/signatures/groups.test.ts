import { describe, expect, test } from "vitest";
import { groupTypes } from "./groups.js";

describe("groupTypes", () => {
  test("calls a type frequent that has more than an equal share", () => {
    // 100 pieces of 4 types: an equal share is 25
    expect(groupTypes({ A: 26, B: 25, C: 48, D: 1 })).toEqual({
      rare: ["B", "D"],
      frequent: ["A", "C"],
    });
  });

  test("has no frequent type where all are alike", () => {
    expect(groupTypes({ A: 5, B: 5 })).toEqual({ rare: ["A", "B"], frequent: [] });
  });
});
