/** Neighbours, distances, shares and classes against scikit-learn's. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import { float32 } from "../core/index.js";
import type { Datastore } from "./datastore.js";
import { createSearch } from "./search.js";
import type { KnnSettings } from "./settings.js";
import { voteShares, winners } from "./vote.js";

interface ReferenceCase {
  readonly metric: KnnSettings["metric"];
  readonly weights: KnnSettings["weights"];
  readonly k: number;
  readonly keys: number[][];
  readonly labels: number[];
  readonly queries: number[][];
  readonly neighbours: number[][];
  readonly distances: number[][];
  /** One column for each class that occurs, in ascending order. */
  readonly shares: number[][];
  readonly predicted: number[];
}

/** The reference computes with float32 inputs: its cosine distances are right to some 2e-7. */
const REFERENCE_ROUNDING = 2e-7;

function datastoreOf({ keys, labels }: ReferenceCase): Datastore {
  return {
    keys: float32([keys.length, keys[0]?.length ?? 0], keys.flat()),
    labels: Int32Array.from(labels),
    classes: Array.from({ length: Math.max(...labels) + 1 }, (_, id) => `class${id}`),
    documents: new Int32Array(keys.length),
    documentIds: ["one"],
    starts: new Int32Array(keys.length),
    ends: new Int32Array(keys.length),
  };
}

const roots = fixtureRoots("knn/cases.json");

test("reference values are there", () => {
  expect(roots.length).toBeGreaterThan(0);
});

for (const { name, path } of roots) {
  const cases = JSON.parse(readFileSync(path, "utf8")) as ReferenceCase[];
  describe.each(cases.map((c) => [`${name}: ${c.metric}, ${c.weights}`, c] as const))(
    "%s",
    (_, c) => {
      const datastore = datastoreOf(c);
      const classes = datastore.classes.length;
      const columns = [...new Set(c.labels)].sort((a, b) => a - b);
      const settings = { weights: c.weights, prior: false };
      const neighbours = async () => {
        const search = await createSearch(datastore, { k: c.k, metric: c.metric, threads: 1 });
        const width = c.queries[0]?.length as number;
        const found = await search.neighbours(float32([c.queries.length, width], c.queries.flat()));
        await search.release();
        return found;
      };

      test("finds the same neighbours at the same distances", async () => {
        const { k, indices, distances } = await neighbours();
        expect(k).toBe(c.k);
        c.neighbours.forEach((expected, query) => {
          const chosen = indices.subarray(query * k, (query + 1) * k);
          const expectedDistances = c.distances[query] as number[];
          const farthest = expectedDistances[k - 1] as number;
          expectedDistances.forEach((distance, rank) => {
            expect(Math.abs((distances[query * k + rank] as number) - distance)).toBeLessThan(1e-5);
            // beyond that, which of two equally far keys comes first is the rounding's choice
            if (distance < farthest - 1e-5) expect(chosen).toContain(expected[rank]);
            if ((distances[query * k + rank] as number) < farthest - 1e-5)
              expect(expected).toContain(chosen[rank]);
          });
        });
      });

      test("gives the neighbours of the reference its shares and classes", () => {
        const shares = voteShares(
          {
            k: c.k,
            indices: Int32Array.from(c.neighbours.flat()),
            distances: Float64Array.from(c.distances.flat()),
          },
          datastore,
          settings,
        );
        c.shares.forEach((expected, query) => {
          expected.forEach((share, column) => {
            const ours = shares[query * classes + (columns[column] as number)] as number;
            expect(Math.abs(ours - share)).toBeLessThan(1e-6);
          });
        });
        expect([...winners(shares, classes)]).toEqual(c.predicted);
      });

      test("gives its own neighbours the same shares", async () => {
        const found = await neighbours();
        const shares = voteShares(found, datastore, settings);
        c.shares.forEach((expected, query) => {
          const chosen = [...found.indices.subarray(query * c.k, (query + 1) * c.k)];
          if (chosen.sort().join() !== [...(c.neighbours[query] as number[])].sort().join()) return;
          const closest = c.distances[query]?.[0] as number;
          // a weight of 1 / distance is off by the relative error of the distance
          const rounding =
            c.weights === "distance" && closest > 0 ? REFERENCE_ROUNDING / closest : 0;
          expected.forEach((share, column) => {
            const ours = shares[query * classes + (columns[column] as number)] as number;
            expect(Math.abs(ours - share)).toBeLessThan(1e-6 + rounding);
          });
        });
      });
    },
  );
}
