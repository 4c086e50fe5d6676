/** The one line that an error prints. */

import { describe, expect, test } from "vitest";
import { InternalError, RaretagError } from "./error.js";

class CorpusError extends RaretagError {}

describe("RaretagError", () => {
  test("says place, problem and advice in one line", () => {
    const location = { source: "ADE/12.ann", line: 9 };
    const error = new CorpusError(location, "entity T7 ends at 4213", "Check the .txt");
    expect(error.message).toBe("ADE/12.ann:9: entity T7 ends at 4213. Check the .txt.");
    expect(error).toMatchObject({ name: "CorpusError", ...location, advice: "Check the .txt" });
    expect(error).toBeInstanceOf(Error);
  });

  test("leaves out what is not known of the place", () => {
    expect(new CorpusError({ source: "a" }, "b", "c").message).toBe("a: b. c.");
    expect(new CorpusError({}, "b", "c").message).toBe("b. c.");
    expect(new CorpusError({ line: 3 }, "b", "c").message).toBe("b. c.");
  });

  test("stays one line when a cause brought several", () => {
    const error = new CorpusError({}, "the engine said\r\n  no\n\tnever", "c");
    expect(error.message).toBe("the engine said no never. c.");
  });

  test("spells out what could repaint or reorder a terminal", () => {
    const error = new CorpusError(
      { source: "a\u0007" },
      "key \u001b[2J\u202ex\u2028\r",
      "c\t\u0085",
    );
    expect(error.message).toBe(
      String.raw`a\u0007: key \u001b[2J\u202ex\u2028\u000d. c\u0009\u0085.`,
    );
  });

  test("cuts off a flood, and keeps the advice", () => {
    const error = new CorpusError({ source: "a" }, `key ${"x".repeat(5000)}`, "c");
    expect(error.message).toBe(`a: key ${"x".repeat(996)}.... c.`);
  });

  test("keeps the cause", () => {
    const cause = new Error("deep");
    expect(new CorpusError({}, "b", "c", { cause }).cause).toBe(cause);
  });
});

describe("InternalError", () => {
  test("asks for a report", () => {
    expect(new InternalError("x is 3").message).toBe(
      "x is 3. This is a defect of raretag, please report it.",
    );
  });
});
