import { describe, expect, test } from "vitest";
import { listed, quoted } from "./error.js";

describe("quoted", () => {
  test("lets no name repaint a terminal or break the line", () => {
    expect(quoted('a"\u001b[2J\n\u202eé\\')).toBe('"a\\"\\u001b[2J\\u000a\\u202e\\u00e9\\\\"');
  });

  test("bounds the length of a name and says how long it is", () => {
    expect(quoted("x".repeat(100_000))).toBe(`"${"x".repeat(80)}..." (100000 units)`);
  });
});

describe("listed", () => {
  test("names the first and counts the rest", () => {
    expect(listed(["a", "b", "c"], 2)).toBe('"a", "b" and 1 more');
    expect(listed(["a", "b"], 2)).toBe('"a", "b"');
  });
});
