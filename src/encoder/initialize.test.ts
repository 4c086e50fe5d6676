/** Fresh parameters: their distribution, and that order does not matter. */

import { describe, expect, test } from "vitest";
import { createRandom } from "../core/index.js";
import { parseBertConfig } from "./bertConfig.js";
import { initialParameter } from "./initialize.js";
import { bertParameters } from "./parameters.js";

const config = parseBertConfig(
  JSON.stringify({
    vocab_size: 500,
    hidden_size: 64,
    num_hidden_layers: 1,
    num_attention_heads: 4,
    intermediate_size: 128,
    max_position_embeddings: 64,
    initializer_range: 0.05,
  }),
  "config.json",
);
const random = createRandom(20260903);
const shapes = bertParameters(config, { outputs: 3 });
const fresh = (name: string) =>
  initialParameter(name, shapes.get(name) as number[], { config, random });

describe("initialParameter", () => {
  test("weights are normal with the configured deviation, biases zero, LayerNorm one and zero", () => {
    for (const name of shapes.keys()) {
      const { data, shape } = fresh(name);
      expect(shape).toEqual(shapes.get(name));
      if (name.endsWith("LayerNorm.weight")) expect(new Set(data), name).toEqual(new Set([1]));
      else if (name.endsWith("bias")) expect(new Set(data), name).toEqual(new Set([0]));
      else {
        // five standard errors of a mean and of a variance over n draws
        const n = data.length;
        const mean = data.reduce((sum, x) => sum + x, 0) / n;
        const variance = data.reduce((sum, x) => sum + x * x, 0) / n;
        expect(Math.abs(mean), name).toBeLessThan((5 * 0.05) / Math.sqrt(n));
        expect(Math.abs(variance / 0.05 ** 2 - 1), name).toBeLessThan(5 * Math.sqrt(2 / n));
      }
    }
  });

  test("depends on seed and name, not on what was made before", () => {
    const [query, key] = ["query", "key"].map(
      (role) => `bert.encoder.layer.0.attention.self.${role}.weight`,
    ) as [string, string];
    const first = fresh(query);
    expect(fresh(key).data).not.toEqual(first.data);
    expect(fresh(query).data).toEqual(first.data);
    const other = { config, random: createRandom(1) };
    expect(initialParameter(query, first.shape, other).data).not.toEqual(first.data);
  });
});
