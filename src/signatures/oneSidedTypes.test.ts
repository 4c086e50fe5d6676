import { describe, expect, test } from "vitest";
import { oneSidedTypes } from "./oneSidedTypes.js";

describe("oneSidedTypes", () => {
  test("tells nothing where all parts have all types", () => {
    const mentions = { A: 1, B: 9 };
    expect(oneSidedTypes({ train: mentions, dev: mentions, test: mentions })).toEqual([]);
    expect(oneSidedTypes({ train: mentions })).toEqual([]);
  });

  test("warns of types that cannot be learned, with the mentions that are missed", () => {
    expect(oneSidedTypes({ train: { A: 1 }, test: { A: 2, C: 3, B: 4 } })).toEqual([
      {
        ...{ code: "split-without-type", severity: "warning" },
        message:
          "2 types of the test part (B, C) have no mention to learn from, so that 7 mentions can only be missed",
        advice: expect.any(String),
        numbers: { types: 2, mentions: 7 },
        types: ["B", "C"],
      },
    ]);
  });

  test("notes types that no score speaks of, part by part", () => {
    const found = oneSidedTypes({ train: { A: 5, B: 1 }, dev: { A: 1 }, test: { B: 1 } });
    expect(found.map(({ severity, message }) => ({ severity, message }))).toEqual([
      {
        severity: "note",
        message:
          "1 of 2 types (B), with 1 mention to learn from, has none in the dev part and no score there",
      },
      {
        severity: "note",
        message:
          "1 of 2 types (A), with 5 mentions to learn from, has none in the test part and no score there",
      },
    ]);
  });

  test("names six types and counts the others", () => {
    const train = Object.fromEntries([..."HGFEDCBA"].map((type) => [type, 1]));
    const [signature] = oneSidedTypes({ train, dev: {} });
    expect(signature?.message).toContain("(A, B, C, D, E, F and 2 more)");
    expect(signature?.types).toEqual([..."ABCDEFGH"]);
  });
});
