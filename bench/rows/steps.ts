/** One training step against PyTorch, and the memory that it takes. */

import type { Measurement, Row } from "../benchmark.js";

/** Runs beside each other: enough steps for a steady median in each. */
const STEPS = { tiny: 60, minilm: 14, base: 7 } as const;
const SPEED = { tiny: 2, minilm: 1.5, base: 1.1 } as const;
const MEMORY = { tiny: 0.5, minilm: 0.8, base: 1 } as const;

type Size = keyof typeof STEPS;

const measurement = (size: Size, optimizer: string): Measurement => {
  const rest = `8 128 ${STEPS[size]} 0.1 ${optimizer}`;
  return {
    rounds: 5,
    sides: {
      ours: { label: "raretag", command: `{node} {sides}/step.js ${size} ${rest}` },
      torch: {
        label: "PyTorch fp32",
        command: `{python} {peers}/torch_step.py ${size} fp32 ${rest}`,
      },
      bf16: {
        label: "PyTorch bf16",
        command: `{python} {peers}/torch_step.py ${size} bf16 ${rest}`,
      },
    },
  };
};

const sizes = Object.keys(STEPS) as Size[];
const withAdamW = Object.fromEntries(
  sizes.map((size) => [size, measurement(size, "adamw")]),
) as Record<Size, Measurement>;

const step = (size: Size, optimizer: "adamw" | "sgd"): Row => ({
  name: `step-${size}-${optimizer}`,
  what: `training step, ${size}, 8 x 128, dropout 0.1, ${optimizer === "sgd" ? "SGD" : "AdamW"}`,
  measurement: optimizer === "adamw" ? withAdamW[size] : measurement(size, optimizer),
  ours: "ours.medianSeconds",
  theirs: "torch.medianSeconds",
  unit: "s",
  comparison: "theirs / ours",
  goal: { atLeast: SPEED[size] },
  beside: [{ label: "PyTorch bf16", field: "bf16.medianSeconds" }],
});

/** Of the same runs as the steps with AdamW. */
const memory = (size: Size): Row => ({
  name: `memory-${size}`,
  what: `peak memory of these steps, ${size}, AdamW`,
  measurement: withAdamW[size],
  ours: "ours.peakMemoryMiB",
  theirs: "torch.peakMemoryMiB",
  unit: "MiB",
  comparison: "ours / theirs",
  goal: { atMost: MEMORY[size] },
  beside: [{ label: "PyTorch bf16", field: "bf16.peakMemoryMiB" }],
});

/** Steps of all sizes, then their memory. */
export const STEP_ROWS: readonly Row[] = [
  ...sizes.flatMap((size) => [step(size, "adamw"), step(size, "sgd")]),
  ...sizes.map(memory),
];
