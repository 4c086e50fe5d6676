/** The same graphs on WebGPU, on the processor and in PyTorch. Needs a Vulkan driver, see scripts/softwareVulkan.sh. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import type { ParityReport } from "./parityRun.js";
import { vulkanEnvironment } from "./vulkan.js";

let report: ParityReport;

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "test/devices/parityRun.ts"],
    { env: vulkanEnvironment(), maxBuffer: 2 ** 26 },
  );
  report = JSON.parse(stdout.split("\n").at(-1) as string) as ParityReport;
}, 300_000);

/** Its gradient is zero in exact arithmetic; AdamW moves it by rounding noise. */
const isNoise = (name: string) => /^(adamw )?(?!gradient).*attention\.self\.key\.bias$/.test(name);

describe("a tiny model on WebGPU", () => {
  test("equals the processor: hidden states, gradients and ten steps of AdamW and clipped SGD", ({
    skip,
  }) => {
    if (report.absent) skip(report.absent);
    const all = Object.entries(report.againstProcessor).filter(([name]) => !isNoise(name));
    for (const run of ["forward hidden:2", "adamw gradient:", "adamw losses", "clipped sgd losses"])
      expect(all.filter(([name]) => name.startsWith(run)).length, run).toBeGreaterThan(0);
    // sums of up to 60 products in another order, each within 6e-8, and other polynomials for exp, erf and tanh
    for (const [name, { error, scale }] of all)
      expect(error, name).toBeLessThanOrEqual(1e-5 * scale + 1e-6);
  });

  test("equals PyTorch: ten losses, gradients, weights after ten steps of AdamW", ({ skip }) => {
    if (report.absent) skip(report.absent);
    const all = Object.entries(report.againstPyTorch).filter(([name]) => !isNoise(name));
    expect(all.length).toBeGreaterThan(50);
    // README of the reference values: 1e-4 of the largest value, plus 1e-6; weights and losses within 1e-4
    for (const [name, { error, scale }] of all)
      expect(error, name).toBeLessThanOrEqual(
        name.startsWith("gradient:") ? 1e-4 * scale + 1e-6 : 1e-4,
      );
  });

  test("calculates nothing on the processor", ({ skip }) => {
    if (report.absent) skip(report.absent);
    expect(report.notices.models).toEqual([]);
  });

  test("names an operator that WebGPU lacks, and is right all the same", ({ skip }) => {
    if (report.absent) skip(report.absent);
    expect(report.notices.lacking).toEqual([
      "WebGPU has no Cast of float64, Exp of float64: each run of the graph wide goes back to the processor for it",
    ]);
    expect(report.wide).toEqual([1, Math.fround(Math.E)]);
  });
});
