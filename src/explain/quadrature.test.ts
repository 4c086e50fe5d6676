import { describe, expect, test } from "vitest";
import { gaussLegendre } from "./quadrature.js";

describe("gaussLegendre", () => {
  test("has the tabulated nodes and weights of three places", () => {
    // Abramowitz & Stegun, table 25.4, from [-1, 1] to [0, 1]
    const { nodes, weights } = gaussLegendre(3);
    const root = 0.7745966692414834;
    expect(nodes[0]).toBeCloseTo((1 - root) / 2, 14);
    expect(nodes[1]).toBeCloseTo(0.5, 14);
    expect(nodes[2]).toBeCloseTo((1 + root) / 2, 14);
    expect(weights[0]).toBeCloseTo(5 / 18, 14);
    expect(weights[1]).toBeCloseTo(8 / 18, 14);
    expect(weights[2]).toBeCloseTo(5 / 18, 14);
  });

  test.each([1, 2, 5, 16, 64])("integrates x^(2n-1) exactly with n = %d places", (steps) => {
    const { nodes, weights } = gaussLegendre(steps);
    for (const power of [0, 1, steps, 2 * steps - 1]) {
      const sum = nodes.reduce((total, x, i) => total + (weights[i] as number) * x ** power, 0);
      expect(sum).toBeCloseTo(1 / (power + 1), 13);
    }
    expect(nodes).toEqual(nodes.toSorted((a, b) => a - b));
  });
});
