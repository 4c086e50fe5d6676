/** Targets of binary token labels against literal copies: PyTorch's, and naive ones made here. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixtureRoots } from "../../test/fixtureRoots.js";
import {
  at,
  type CopyOptions,
  type Drawn,
  drawn,
  literalLoss,
  lossOf,
  SETS,
} from "../../test/literalCopies.js";
import { createRandom, type Random } from "../core/index.js";
import { IGNORED, type LabelSet } from "../labels/index.js";
import {
  type BinaryTokenLabelsOptions,
  binaryTokenLabels,
  PAPER_READING,
} from "./binaryTokenLabels.js";

/** Leaves the order as it is, so that sequential steps can be told apart. */
const unshuffled: Random = { ...createRandom(1), shuffled: (items) => [...items] };

interface Parity {
  labels: number[][];
  logits: number[][][];
  hiddenStates: number[][][][];
  binaryTokenLabels: {
    twoWay: number[][];
    twoWayBias: number[];
    trainingCounts: number[];
    fused: (Omit<CopyOptions, "reduction" | "schedule"> & {
      classes: number[];
      copyLosses: number[];
      loss: number;
      headGrad: number[][];
    })[];
    sequential: (Pick<CopyOptions, "head" | "others" | "weights"> & {
      order: number[];
      losses: number[];
    })[];
  };
}

const models = [...fixtureRoots("bert-tiny"), ...fixtureRoots("bert-tiny-relu")];
describe.each(models)("binaryTokenLabels, $name fixtures, $path", ({ path }) => {
  const parity = JSON.parse(readFileSync(join(path, "parity.json"), "utf8")) as Parity;
  const { twoWay, twoWayBias, trainingCounts, fused, sequential } = parity.binaryTokenLabels;
  const hidden = (parity.hiddenStates.at(-1) as number[][][]).flat();
  const labels = Int32Array.from(parity.labels.flat());
  const types = trainingCounts.slice(1).map((_, i) => `T${i + 1}`);
  const labelSet: LabelSet = { scheme: "io", types, labels: ["O", ...types] };
  const make = (options: BinaryTokenLabelsOptions) =>
    binaryTokenLabels({ labelSet, counts: trainingCounts }, options);
  const logits = {
    softmax: parity.logits.flat(2),
    binary: hidden.flatMap((state) =>
      twoWay.map((row, r) => row.reduce((sum, w, i) => sum + w * at(state, i), at(twoWayBias, r))),
    ),
  };

  test("fused: loss and gradient of the head equal the literal copies'", () => {
    for (const { head, others, weights, copies, loss, headGrad } of fused) {
      const objective = make({
        head,
        others,
        weights,
        copies,
        schedule: "fused",
        reduction: "sum",
      });
      const steps = [...objective.steps({ labels }, createRandom(1))];
      const ours = lossOf(steps[0] as Float32Array, logits[head], objective.head);
      expect(steps).toHaveLength(1);
      expect(Math.abs(ours.loss - loss)).toBeLessThan(1e-4); // the fixtures' own promise, float32
      const largest = Math.max(...headGrad.flat().map(Math.abs));
      headGrad.forEach((row, output) => {
        row.forEach((expected, i) => {
          const gradient = hidden.reduce(
            (sum, state, n) => sum + at(ours.gradient, n * headGrad.length + output) * at(state, i),
            0,
          );
          expect(Math.abs(gradient - expected)).toBeLessThanOrEqual(1e-4 * largest + 1e-6);
        });
      });
    }
  });

  test("sequential: each step is one copy", () => {
    for (const { head, others, weights, copies, classes, copyLosses } of fused) {
      const objective = make({ head, others, weights, copies, schedule: "sequential" });
      const steps = [...objective.steps({ labels }, unshuffled)];
      const expected = copyLosses.filter((loss) => loss !== 0);
      expect(steps).toHaveLength(expected.length);
      expect(steps.length).toBeLessThanOrEqual(classes.length);
      steps.forEach((targets, i) => {
        const { loss } = lossOf(targets, logits[head], objective.head);
        expect(Math.abs(loss - at(expected, i))).toBeLessThan(1e-4);
      });
    }
    for (const { head, others, weights, losses } of sequential) {
      const objective = make({ head, others, weights, schedule: "sequential" });
      const [first] = objective.steps({ labels }, unshuffled);
      const { loss } = lossOf(first as Float32Array, logits[head], objective.head);
      expect(Math.abs(loss - at(losses, 0))).toBeLessThan(1e-4);
    }
  });
});

const objectiveOf = ({ labelSet, counts, options }: Drawn) =>
  binaryTokenLabels({ labelSet, counts }, options);

describe("binaryTokenLabels", () => {
  test("fused equals literal copies in loss and gradient: any labels, nesting, scheme, options", () => {
    fc.assert(
      fc.property(drawn, (c) => {
        const objective = objectiveOf(c);
        const outputs = objective.head.groups * objective.head.ways;
        const random = createRandom(c.seed);
        const logits = Array.from({ length: c.labels.length * outputs }, () => 2 * random.normal());
        const gold = { labels: Int32Array.from(c.labels), positives: c.positives };
        const [targets = new Float32Array(logits.length)] = objective.steps(gold, random);
        const { loss, gradient } = lossOf(targets, logits, objective.head);
        const literal = literalLoss(c, logits);
        expect(Math.abs(loss - literal)).toBeLessThanOrEqual(1e-6 * (1 + literal)); // float32 targets
        gradient.forEach((expected, i) => {
          const moved = (by: number) => logits.map((logit, j) => (i === j ? logit + by : logit));
          const numeric = (literalLoss(c, moved(1e-4)) - literalLoss(c, moved(-1e-4))) / 2e-4;
          // float32 targets and the difference quotient: 1e-8 of a second order, 1e-12 / 1e-4 of rounding
          expect(Math.abs(numeric - expected)).toBeLessThanOrEqual(1e-6 * (1 + literal));
        });
      }),
      { seed: 13, numRuns: 250 },
    );
  });

  test("the steps of sequential sum to the fused step", () => {
    fc.assert(
      fc.property(drawn, (c) => {
        const gold = { labels: Int32Array.from(c.labels), positives: c.positives };
        const options = { ...c.options, reduction: "sum" } as const;
        const [fused] = objectiveOf({ ...c, options }).steps(gold, createRandom(c.seed));
        const sequential = objectiveOf({ ...c, options: { ...options, schedule: "sequential" } });
        const steps = [...sequential.steps(gold, createRandom(c.seed))];
        expect(steps.length > 0).toBe(fused !== undefined);
        fused?.forEach((target, i) => {
          const summed = steps.reduce((sum, step) => sum + at(step, i), 0);
          expect(Math.abs(summed - target)).toBeLessThanOrEqual(1e-6 * (1 + target));
        });
      }),
      { seed: 17, numRuns: 200 },
    );
  });

  const labelSet = SETS[0] as LabelSet;
  const context = { labelSet, counts: [70, 20, 9, 1] };
  const labels = Int32Array.of(0, 1, 2, 3, 0);

  test("shuffles the steps of sequential by the stream it is given, the same for the same seed", () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const steps = () => [
        ...binaryTokenLabels(context, PAPER_READING).steps({ labels }, createRandom(seed)),
      ];
      expect(steps()).toEqual(steps());
      orders.add(
        steps()
          .map((targets) => targets.slice(4).findIndex((t, i) => t > 0 && i % 4 > 0))
          .join(),
      );
    }
    expect(orders.size).toBe(6);
  });

  test("has two targets a token at most with the softmax head", () => {
    const [targets] = binaryTokenLabels(context, { others: "outside" }).steps(
      { labels },
      createRandom(1),
    ) as [Float32Array];
    for (let token = 0; token < labels.length; token++) {
      const row = targets.slice(token * 4, token * 4 + 4);
      expect(row.filter((target) => target !== 0).length).toBe(at(labels, token) === 0 ? 1 : 2);
    }
  });

  test("a nested token is positive in each of its heads and no negative of another, if ignored", () => {
    const gold = { labels: Int32Array.of(0, 1, 2), positives: [{ token: 1, type: 1 }] };
    const options = {
      head: "binary",
      others: "ignored",
      weights: "none",
      reduction: "sum",
    } as const;
    const [targets] = binaryTokenLabels(context, options).steps(gold, createRandom(1)) as [
      Float32Array,
    ];
    // copy A: O and the nested token; copy B: O and both others; no copy of C
    const third = Math.fround(1 / 3);
    expect([...targets]).toEqual([
      ...[0.5, 0, third, 0, 0, 0],
      ...[0, 0.5, 0, third, 0, 0],
      ...[0, 0, 0, third, 0, 0],
    ]);
  });

  test("makes no step of a batch without a copy", () => {
    const only = (labels: Int32Array, options: BinaryTokenLabelsOptions) =>
      [...binaryTokenLabels(context, options).steps({ labels }, createRandom(1))].length;
    expect(only(Int32Array.of(0, 0), { copies: "present" })).toBe(0);
    expect(only(Int32Array.of(0, 0), { copies: "all", weights: "none" })).toBe(1);
    expect(only(Int32Array.of(IGNORED), { copies: "all" })).toBe(0);
    expect(only(Int32Array.of(0), { copies: "all", schedule: "sequential" })).toBe(3);
  });

  test("records every option, the reading `small` by default", () => {
    expect(binaryTokenLabels(context).options).toEqual({
      others: "ignored",
      copies: "present",
      schedule: "fused",
      head: "softmax",
      weights: "prior",
      reduction: "mean",
      loss: "cross-entropy",
      strength: 1,
    });
    expect(binaryTokenLabels(context, PAPER_READING).options.reduction).toBe("sum");
  });

  test.each<[BinaryTokenLabelsOptions, LabelSet, string]>([
    [
      { head: "binary" },
      SETS[1] as LabelSet,
      "btl: head binary knows only whether a type is there and the scheme is bio. Use the scheme io, or the head softmax.",
    ],
    [
      { schedule: "sequential", reduction: "mean" },
      labelSet,
      "btl: schedule sequential makes a step of each copy and reduction mean is over the copies of one step. Leave the reduction out, or use the schedule fused.",
    ],
    [
      { others: "none" as "ignored" },
      labelSet,
      'btl: option others is "none". Use one of ignored, outside.',
    ],
    [
      { other: "ignored" } as BinaryTokenLabelsOptions,
      labelSet,
      "btl: there is no option other. The options are others, copies, schedule, head, weights, reduction, loss, strength.",
    ],
  ])("refuses what makes no sense: %j", (options, labelSet, message) => {
    const counts = labelSet.labels.map(() => 1);
    expect(() => binaryTokenLabels({ labelSet, counts }, options)).toThrow(
      expect.objectContaining({ name: "ObjectiveError", message }),
    );
  });

  test("does not pass over labels and types that it does not know", () => {
    const { steps } = binaryTokenLabels(context, { head: "binary" });
    expect(() => steps({ labels: Int32Array.of(4) }, unshuffled)).toThrow(
      "token 0 has label 4 of 4",
    );
    const positives = [{ token: 1, type: 0 }];
    expect(() => steps({ labels: Int32Array.of(0), positives }, unshuffled)).toThrow(
      "token 1 of 1 has further type 0",
    );
  });
});
