import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lineOf, SIGNATURES } from "./signature.js";

describe("SIGNATURES", () => {
  test("have a section each in docs/failures.md, in this order", () => {
    const sections = readFileSync("docs/failures.md", "utf8").matchAll(/^### `([a-z-]+)`$/gm);
    expect(Array.from(sections, ([, code]) => code)).toEqual(Object.keys(SIGNATURES));
  });
});

describe("lineOf", () => {
  test("is a sentence with its numbers and one with the advice", () => {
    const line = lineOf({
      ...{ code: "small-dev", severity: "note", message: "1 document chose", advice: "Take more" },
      numbers: {},
    });
    expect(line).toBe("note: 1 document chose. Take more.");
  });
});
