import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TinyBert, tinyBerts } from "../../test/parity/tinyBert.js";
import { float32, type Tensor, tensor } from "../core/index.js";
import { buildForwardGraph } from "../inference/index.js";
import { verifyGraph } from "../onnx/index.js";
import { OP_TABLE } from "../ops/index.js";
import { createSession, type Session } from "../runtime/index.js";
import type { Tokenizer } from "../tokenizer/index.js";
import { BASELINES, type Baseline } from "./baseline.js";
import { createIntegrator, type Integrator } from "./integrate.js";
import { buildPathGraph } from "./pathGraph.js";
import { gaussLegendre } from "./quadrature.js";

const TABLE = "bert.embeddings.word_embeddings.weight";
const MASK = 4;
/** Only what baselines ask of a tokenizer. */
const tokenizer = {
  ...{ padId: 0, vocabSize: 60, special: { mask: "[MASK]" } },
  definition: { added_tokens: [{ id: MASK, content: "[MASK]" }] },
} as unknown as Tokenizer;

/** The first row of the fixture's input: a window of seven pieces between two that stay. */
const windowOf = ({ parity }: TinyBert) => Int32Array.from(parity.inputIds[0] as number[]);

/** The target at the third and fourth piece: class 2 ahead of class 0, and half of class 3. */
function seedOf({ classes }: TinyBert, seqLen: number): Float32Array {
  const seed = new Float32Array(seqLen * classes);
  seed[3 * classes + 2] = 1;
  seed[3 * classes] = -1;
  seed[4 * classes + 3] = 0.5;
  return seed;
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

describe.each(await tinyBerts())("createIntegrator, $title", (model) => {
  const { config, parameters, classes } = model;
  const inputIds = windowOf(model);
  const seqLen = inputIds.length;
  const seed = seedOf(model, seqLen);
  /** A difference over a kink of relu is no derivative. */
  const smooth = config.activation !== "relu";
  const labelSet = { scheme: "io", types: [], labels: Array(classes).fill("x") } as const;
  let integrator: Integrator;
  let forward: Session;
  beforeAll(async () => {
    integrator = await createIntegrator(
      { config, parameters, tokenizer, labelSet },
      { threads: 1 },
    );
    forward = await createSession(buildForwardGraph(config, { outputs: classes }), OP_TABLE, {
      threads: 1,
    });
  });
  afterAll(async () => {
    await integrator.release();
    await forward.release();
  });

  /** The target by the plain forward graph: the vectors of the pieces become the first rows of the table. */
  async function targetOf(vectors: Float32Array): Promise<number> {
    const known = parameters.get(TABLE) as Tensor<"float32">;
    const table = Float32Array.from(known.data);
    table.set(vectors);
    const shape = [1, seqLen];
    const { logits } = await forward.run(
      {
        ...Object.fromEntries(parameters),
        [TABLE]: float32(known.shape, table),
        inputIds: tensor("int32", shape, Int32Array.from(inputIds.keys())),
        tokenTypeIds: tensor("int32", shape, new Int32Array(seqLen)),
        attentionMask: float32(shape, new Float32Array(seqLen).fill(1)),
      },
      { logits: null },
    );
    return sum((logits as Tensor<"float32">).data.map((logit, i) => logit * (seed[i] as number)));
  }

  const vectorOf = (id: number): Float32Array =>
    (parameters.get(TABLE) as Tensor<"float32">).data.slice(
      id * config.hiddenSize,
      (id + 1) * config.hiddenSize,
    );
  const START: Record<Baseline, Float32Array> = {
    mask: vectorOf(MASK),
    pad: vectorOf(0),
    zero: new Float32Array(config.hiddenSize),
  };
  /** Vectors of the window with piece i at place `along[i]` of its way; both ends stay. */
  function pointAt(baseline: Baseline, along: readonly number[]): Float32Array {
    const start = START[baseline];
    return Float32Array.from(
      Array.from(inputIds, (id, i) => {
        const t = i === 0 || i === seqLen - 1 ? 1 : (along[i] as number);
        return Array.from(vectorOf(id), (x, j) => {
          const b = start[j] as number;
          return b + t * (x - b);
        });
      }).flat(),
    );
  }
  const all = (t: number) => Array<number>(seqLen).fill(t);

  test("builds a graph that holds together", () => {
    verifyGraph(buildPathGraph(config, { outputs: classes }), OP_TABLE);
  });

  test.runIf(smooth).each(BASELINES)(
    "sums finite differences of the vectors on the path: %s",
    async (baseline) => {
      const steps = 4;
      const path = { inputIds, seed, baseline, steps };
      const { attributions, value, baselineValue } = await integrator.integrate(path);
      const { nodes, weights } = gaussLegendre(steps);
      const step = 0.005;
      const expected = new Float64Array(seqLen);
      for (const [k, t] of nodes.entries())
        for (let i = 1; i < seqLen - 1; i++) {
          const moved = (by: number) => targetOf(pointAt(baseline, all(t).with(i, t + by)));
          const slope = ((await moved(step)) - (await moved(-step))) / (2 * step);
          expected[i] = (expected[i] as number) + (weights[k] as number) * slope;
        }
      // central differences: about 1e-6 / .005 by rounding in float32
      const scale = Math.max(...expected.map(Math.abs));
      attributions.forEach((attribution, i) => {
        expect(Math.abs(attribution - (expected[i] as number))).toBeLessThan(0.01 * scale);
      });
      expect(attributions[0]).toBe(0);
      expect(attributions[seqLen - 1]).toBe(0);
      expect(value).toBeCloseTo(await targetOf(pointAt(baseline, all(1))), 5);
      expect(baselineValue).toBeCloseTo(await targetOf(pointAt(baseline, all(0))), 5);
    },
  );

  test("adds up to what the target gains, the closer the more steps", async () => {
    const gaps = { 2: 0, 8: 0, 256: 0 };
    for (const baseline of BASELINES)
      for (const steps of [2, 8, 256] as const) {
        const path = { inputIds, seed, baseline, steps };
        const { attributions, value, baselineValue } = await integrator.integrate(path);
        gaps[steps] += Math.abs(sum(attributions) - (value - baselineValue));
        if (steps === 256)
          expect(gaps[steps]).toBeLessThan(
            (smooth ? 1e-4 : 0.03) * sum(attributions.map(Math.abs)),
          );
      }
    expect(gaps[256]).toBeLessThan(gaps[2] / 4);
    if (smooth) expect(gaps[8]).toBeLessThan(gaps[2]); // kinks of relu come as they come
  });

  test.runIf(smooth)("gives the same whatever goes through the engine together", async () => {
    const path = { inputIds, seed, baseline: "mask", steps: 200 } as const;
    const { attributions } = await integrator.integrate(path); // 1,800 pieces: more than one run
    const { attributions: few } = await integrator.integrate({ ...path, steps: 100 });
    attributions.forEach((attribution, i) => {
      expect(attribution).toBeCloseTo(few[i] as number, 4);
    });
  });
});
