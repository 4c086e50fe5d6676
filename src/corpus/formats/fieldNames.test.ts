import { describe, expect, test } from "vitest";
import { fieldNames } from "./fieldNames.js";

describe("fieldNames", () => {
  test("shows identifiers and counts what may be text", () => {
    expect(fieldNames(["kb_id", "POS", "kb_id"])).toBe("kb_id, POS");
    expect(fieldNames(["kbId", "Müller", "a\u000eb", "no fever"])).toBe("kbId, 3 others");
    expect(fieldNames(["39.5 °C"])).toBe("1 other");
  });

  test("stays short", () => {
    const many = Array.from({ length: 100 }, (_, i) => `c${i}`);
    expect(fieldNames(many)).toBe("c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, 90 others");
    expect(fieldNames(["x".repeat(1000)])).toBe("1 other");
  });
});
