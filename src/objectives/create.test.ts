/** The table of objectives and what it refuses. */

import { describe, expect, test } from "vitest";
import { createObjective, OBJECTIVE_NAMES } from "./create.js";

const labelSet = { scheme: "io", types: ["A", "B"], labels: ["O", "A", "B"] } as const;
const counts = [7, 2, 1];

describe("createObjective", () => {
  test("makes each objective by its name", () => {
    for (const name of OBJECTIVE_NAMES)
      expect(createObjective({ name, labelSet, counts })).toMatchObject({
        name,
        head: { kind: "softmax", groups: 1, ways: 3 },
      });
    expect(createObjective({ name: "btl", head: "binary", labelSet, counts }).head).toEqual({
      kind: "binary",
      groups: 2,
      ways: 2,
    });
  });

  test("refuses a name that is none and an option of another objective", () => {
    expect(() => createObjective({ name: "toString" as "atl", labelSet, counts })).toThrow(
      'objective "toString" is not known. Use one of atl, btl.',
    );
    const choice = { name: "atl", others: "outside", labelSet, counts } as const;
    expect(() => createObjective(choice)).toThrow(
      "atl: there is no option others. The options are weights, loss.",
    );
  });
});
