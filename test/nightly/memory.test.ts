/** Memory stays flat over thousands of steps and documents, and when models are loaded and released again and again. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder, trainSmall, writeNotes } from "../cli/raretag.js";
import { CASES, type CaseName } from "./cases.js";
import type { Usage } from "./child.js";
import { flatnessOf } from "./flatness.js";
import { compileCases, watchMemory } from "./watch.js";

/** A case that must not grow by more than `percent`. */
interface Watched {
  readonly name: CaseName;
  readonly percent: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * glibc gives a freed buffer back to the system if it was above a threshold, which it raises itself when large ones
 * are freed. Training frees many: what it keeps of them goes up and down by a tenth. With the threshold held, nothing
 * of that is left, and what would grow then is a leak.
 */
const HELD = { MALLOC_MMAP_THRESHOLD_: String(2 ** 18) };

const FLAT: readonly Watched[] = [
  { name: "optimizer steps", percent: 5 },
  { name: "documents, argmax", percent: 5 },
  { name: "documents, knn", percent: 5 },
  { name: "recognizers, argmax", percent: 5 },
  { name: "recognizers, knn", percent: 5 },
  { name: "training runs", percent: 5, env: HELD },
  { name: "training runs", percent: 25 },
];

const LEAKS: readonly Watched[] = [
  { name: "a leak: predictions are kept", percent: 5 },
  { name: "a leak: recognizers are never released", percent: 25 },
];

const titleOf = ({ name, percent, env = {} }: Watched) =>
  [name, `limit ${percent} %`, ...Object.entries(env).map((pair) => pair.join("="))].join(", ");

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
  for (const watched of FLAT)
    test(`stays flat: ${titleOf(watched)}`, async ({ task }) => {
      const usage = await watchMemory(watched.name, { model: MODEL, env: watched.env });
      task.meta.figures = figuresOf(usage);
      expect(100 * flatnessOf(usage.resident).growth).toBeLessThanOrEqual(watched.percent);
    });

  for (const leaking of LEAKS)
    test(`is seen to grow: ${titleOf(leaking)}`, async ({ task }) => {
      const usage = await watchMemory(leaking.name, { model: MODEL, env: leaking.env });
      task.meta.figures = figuresOf(usage);
      expect(100 * flatnessOf(usage.resident).growth).toBeGreaterThan(leaking.percent);
    });

  test("has a limit for every case", () => {
    const watched = new Set([...FLAT, ...LEAKS].map(({ name }) => name));
    expect(watched).toEqual(new Set(Object.keys(CASES)));
  });
});
