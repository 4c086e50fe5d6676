/** Profiles of steps: every microsecond has one place. */
import { describe, expect, test } from "vitest";
import type { GraphNode } from "../onnx/index.js";
import { profileSteps, renderProfile } from "./benchProfile.js";

const node = (opType: string, output: string): GraphNode => ({
  ...{ opType, domain: "", inputs: [], outputs: [output], attributes: {} },
});
const graph = { nodes: [node("Gemm", "hidden"), node("Gemm", "gradient"), node("Mul", "next")] };
const partOf = ({ outputs: [name] }: GraphNode) =>
  name === "hidden" ? "forward" : name === "gradient" ? "backward" : "optimizer";

/** Two steps of 10 and 14 ms, 16 ms of both in the engine, 14 ms of that in nodes. */
const profile = profileSteps(
  {
    runs: 2,
    runSeconds: 0.016,
    nodes: [
      { node: "Mul_2", opType: "Mul", seconds: 0.001 },
      { node: "Gemm_0", opType: "Gemm", seconds: 0.004 },
      { node: "Gemm_1", opType: "Gemm", seconds: 0.006 },
      { node: "Cast_made_by_engine", opType: "Cast", seconds: 0.003 },
    ],
  },
  { graph, partOf, stepSeconds: [0.01, 0.014] },
);

describe("profileSteps", () => {
  test("gives the parts of a step, which add up to the step", () => {
    expect(profile.steps).toBe(2);
    expect(profile.seconds).toBeCloseTo(0.012, 12);
    const expected = {
      forward: 0.002,
      backward: 0.003,
      optimizer: 0.0005,
      engine: 0.0015 + 0.001,
      javascript: 0.004,
    };
    for (const [place, seconds] of Object.entries(expected))
      expect(profile.places[place as "forward"], place).toBeCloseTo(seconds, 12);
    const sum = Object.values(profile.places).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(profile.seconds, 12);
  });

  test("adds up the nodes of an operator, the most expensive operator first", () => {
    expect(profile.operators.map(({ opType, nodes }) => [opType, nodes])).toEqual([
      ["Gemm", 2],
      ["Cast", 1],
      ["Mul", 1],
    ]);
    expect(profile.operators[0]?.seconds).toBeCloseTo(0.005, 12);
    expect(profile.operators[0]?.places.backward).toBeCloseTo(0.003, 12);
    expect(profile.operators[0]?.places.optimizer).toBeUndefined();
  });
});

describe("renderProfile", () => {
  test("shows milliseconds and shares of a step", () => {
    expect(renderProfile(profile)).toBe(
      `
| part of the step               |    ms |   share |
| ------------------------------ | ----: | ------: |
| forward                        |  2.00 |  16.7 % |
| backward                       |  3.00 |  25.0 % |
| optimizer                      |  0.50 |   4.2 % |
| engine, between nodes          |  2.50 |  20.8 % |
| JavaScript, outside the engine |  4.00 |  33.3 % |
| all                            | 12.00 | 100.0 % |

| operator | nodes |   ms |  share | forward | backward | optimizer |
| -------- | ----: | ---: | -----: | ------: | -------: | --------: |
| Gemm     |     2 | 5.00 | 41.7 % |    2.00 |     3.00 |      0.00 |
| Cast     |     1 | 1.50 | 12.5 % |    0.00 |     0.00 |      0.00 |
| Mul      |     1 | 0.50 |  4.2 % |    0.00 |     0.00 |      0.50 |
`.trim(),
    );
  });
});
