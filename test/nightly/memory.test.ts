/** Memory stays flat over thousands of steps and documents, and when models are loaded and released again and again. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder, trainSmall, writeNotes } from "../cli/raretag.js";
import { CASES, type CaseName } from "./cases.js";
import type { Usage } from "./child.js";
import { flatnessOf, MOST_GROWTH } from "./flatness.js";
import { compileCases, watchMemory } from "./watch.js";

const NAMES = Object.keys(CASES) as CaseName[];
const isLeak = (name: CaseName) => name.startsWith("a leak");

const folder = temporaryFolder();
const MODEL = folder.path("model");

beforeAll(async () => {
  compileCases();
  await writeNotes(folder.path("corpus"), 12);
  const { code, stderr } = await trainSmall(folder.path("corpus"), MODEL);
  expect(code, stderr).toBe(0);
});
afterAll(folder.remove);

/** One line for the page. */
function figuresOf({ times, resident, peak }: Usage): string {
  const { before, after, growth, slope } = flatnessOf(resident);
  const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  const signed = (value: number) => `${value < 0 ? "" : "+"}${value.toFixed(1)}`;
  const kib = (slope * resident.length) / times / 1024;
  return [
    `${times} times: ${mib(before)} to ${mib(after)} MiB (${signed(100 * growth)} %)`,
    `slope ${signed(kib)} KiB a time`,
    `peak ${mib(peak)} MiB`,
  ].join(", ");
}

describe("resident memory", () => {
  test.for(NAMES.filter((name) => !isLeak(name)))("stays flat: %s", async (name, { task }) => {
    const usage = await watchMemory(name, MODEL);
    task.meta.figures = figuresOf(usage);
    expect(flatnessOf(usage.resident).growth).toBeLessThanOrEqual(MOST_GROWTH);
  });

  test.for(NAMES.filter(isLeak))("is seen to grow: %s", async (name, { task }) => {
    const usage = await watchMemory(name, MODEL);
    task.meta.figures = figuresOf(usage);
    expect(flatnessOf(usage.resident).growth).toBeGreaterThan(MOST_GROWTH);
  });
});
