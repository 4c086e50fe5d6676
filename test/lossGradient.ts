/** Runs a loss and its gradient in the engine, beside what its paper's formula gives token by token in float64. */

import { expect } from "vitest";
import { gradients } from "../src/autodiff/index.js";
import { createRandom, float32, type Random } from "../src/core/index.js";
import { IGNORED } from "../src/labels/index.js";
import type { LossGraph } from "../src/objectives/index.js";
import { GraphBuilder, verifyGraph } from "../src/onnx/index.js";
import { createOps, OP_TABLE } from "../src/ops/index.js";
import { runGraph } from "./runGraph.js";

/** One token of a batch; its weight is divided by the sum of the weights of labelled tokens. */
export interface Token {
  readonly logits: readonly number[];
  /** `IGNORED` for a token without loss. */
  readonly label: number;
  readonly weight: number;
}

/** The loss of one token by its formula; `label` is never `IGNORED`. */
export type LiteralLoss = (logits: readonly number[], label: number) => number;

/** What the engine makes of a batch: the loss, and its gradient at the logits, `[tokens][ways]`. */
export async function engineLoss(
  loss: LossGraph,
  tokens: readonly Token[],
): Promise<{ loss: number; gradient: number[][] }> {
  const ways = tokens[0]?.logits.length ?? 0;
  const shape = [tokens.length, 1, ways];
  const g = createOps(new GraphBuilder(OP_TABLE));
  const logits = g.builder.input("logits", "float32", shape);
  const targets = g.builder.input("targets", "float32", shape);
  const value = loss(g, { logits, targets });
  const [gradient] = gradients(g, { of: value, wrt: [logits] });
  const graph = g.builder.build("loss", { loss: value, gradient: gradient as typeof value });
  verifyGraph(graph, OP_TABLE);
  const total = totalOf(tokens);
  const [result] = await runGraph(graph, {
    logits: float32(
      shape,
      tokens.flatMap((token) => [...token.logits]),
    ),
    targets: float32(
      shape,
      tokens.flatMap(({ label, weight }) =>
        Array.from({ length: ways }, (_, way) => (way === label ? weight / total : 0)),
      ),
    ),
  });
  const flat = Array.from(result?.gradient?.data ?? [], Number);
  return {
    loss: Number(result?.loss?.data[0]),
    gradient: tokens.map((_, i) => flat.slice(i * ways, (i + 1) * ways)),
  };
}

const labelled = ({ label }: Token) => label !== IGNORED;
const totalOf = (tokens: readonly Token[]) =>
  tokens.filter(labelled).reduce((sum, { weight }) => sum + weight, 0);

/** Tokens with drawn logits, labels and weights, some without a label; the first two have labels 0 and 1. */
export function drawnTokens(ways: number, random: Random, count = 14): Token[] {
  return Array.from({ length: count }, (_, i) => ({
    logits: Array.from({ length: ways }, () => 3 * random.normal()),
    label: i < 2 ? i : random.next() < 0.25 ? IGNORED : random.below(ways),
    weight: 0.2 + random.next(),
  }));
}

/**
 * Checks a loss that is a weighted mean over tokens: value and gradient in the engine against the formula and its
 * central differences, whose error is about 1e-10; the engine's float32 has 1e-7 of each of some tens of terms.
 */
export async function checkLoss(
  loss: LossGraph,
  literal: LiteralLoss,
  { ways, seed = 20260903 }: { ways: number; seed?: number },
): Promise<void> {
  const tokens = drawnTokens(ways, createRandom(seed).stream("loss", ways));
  const found = await engineLoss(loss, tokens);
  const total = totalOf(tokens);
  const expected = tokens
    .filter(labelled)
    .reduce((sum, { logits, label, weight }) => sum + (weight / total) * literal(logits, label), 0);
  expect(Math.abs(found.loss - expected)).toBeLessThan(3e-6 * Math.max(1, Math.abs(expected)));
  for (const [i, { logits, label, weight }] of tokens.entries())
    for (const [way, gradient] of (found.gradient[i] as number[]).entries()) {
      const moved = (by: number) =>
        literal(
          logits.map((logit, j) => (j === way ? logit + by : logit)),
          label,
        );
      const slope = label === IGNORED ? 0 : (moved(1e-5) - moved(-1e-5)) / 2e-5;
      const numeric = (weight / total) * slope;
      expect(
        Math.abs(gradient - numeric),
        `token ${i}, way ${way}: ${gradient}, numerically ${numeric}`,
      ).toBeLessThan(3e-6 * Math.max(1, Math.abs(numeric)));
    }
}

/** log softmax(logits), `[ways]`. */
export function logShares(logits: readonly number[]): number[] {
  const top = Math.max(...logits);
  const norm = top + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
  return logits.map((logit) => logit - norm);
}
