import { describe, expect, test } from "vitest";
import { said } from "./said.js";

describe("said", () => {
  test("keeps what can be read and escapes what moves the cursor", () => {
    expect(said('T1 "é🩺"\n\u001b[2J\u009d\u2028')).toBe(
      String.raw`"T1 \"é🩺\"\n\u001b[2J\u009d\u2028"`,
    );
  });

  test("cuts what is too long, and no character in two that could be told", () => {
    expect(said("x".repeat(41))).toBe(`"${"x".repeat(40)}..."`);
    expect(said(`${"x".repeat(39)}🩺`)).toBe(`"${"x".repeat(39)}\ufffd..."`);
  });
});
