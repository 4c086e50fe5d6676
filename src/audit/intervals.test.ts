import { describe, expect, test } from "vitest";
import { auditOf, marked } from "../../test/auditSamples.js";
import { supportFor, wilsonWidth } from "./intervals.js";

describe("wilsonWidth", () => {
  // R: binom::binom.wilson(c(5, 8, 50), c(10, 10, 100)), upper minus lower
  test.each([
    [10, 0.5, 0.763407 - 0.236593],
    [10, 0.8, 0.943318 - 0.490162],
    [100, 0.5, 0.596168 - 0.403832],
  ])("of %i observations at %d is the published one", (n, proportion, width) => {
    expect(wilsonWidth(n, proportion)).toBeCloseTo(width, 5);
  });

  test("of nothing is everything", () => {
    expect(wilsonWidth(0)).toBe(1);
  });
});

describe("supportFor", () => {
  test.each([0.05, 0.1, 0.2, 0.5, 0.9])("is the smallest with a width of %d", (width) => {
    let n = 1;
    while (wilsonWidth(n) > width) n++;
    expect(supportFor(width)).toBe(n);
  });
});

describe("intervals of an audit", () => {
  const ten = marked("a", "[a|A] ".repeat(10));

  test("are of the test part, else the dev part, types that it lacks with 0", async () => {
    const other = marked("b", "[b|B] [a|A]");
    const test = (await auditOf({ train: [ten], dev: [ten], test: [other] })).intervals;
    expect(test).toMatchObject({ of: "test", types: { A: { support: 1 }, B: { support: 1 } } });
    const dev = (await auditOf({ train: [other], dev: [ten] })).intervals;
    expect(dev).toMatchObject({
      of: "dev",
      types: { A: { support: 10, width: wilsonWidth(10) }, B: { support: 0, width: 1 } },
    });
    expect(dev).not.toHaveProperty("share");
  });

  test("are of the share of a dev part where there are no parts", async () => {
    const { intervals } = await auditOf([ten, { ...ten, id: "b" }]);
    expect(intervals).toMatchObject({ of: "expected", share: 0.15, types: { A: { support: 3 } } });
  });
});
