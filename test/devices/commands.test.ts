/** `--device` where there is no driver: one line and exit code 2, or the processor with a reason. */

import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { raretag, temporaryFolder, trainSmall, writeNotes } from "../cli/raretag.js";

const folder = temporaryFolder();
const [corpus, model] = [folder.path("corpus"), folder.path("model")];
const onLinux = process.platform === "linux" && process.arch === "x64";

beforeAll(() => writeNotes(corpus, 2));
afterEach(() => vi.unstubAllEnvs());
afterAll(folder.remove);

/** Hides every Vulkan driver from processes that are started from now on. */
function withoutDriver() {
  vi.stubEnv("VK_ICD_FILENAMES", "/nonexistent.json");
  vi.stubEnv("VK_DRIVER_FILES", "/nonexistent.json");
}

const NO_ADAPTER = "WebGPU cannot be used: Failed to get a WebGPU adapter: No supported adapters";

describe.runIf(onLinux)("--device", () => {
  test("auto trains on the processor, says why, and keeps the choice", async () => {
    withoutDriver();
    const trained = await trainSmall(corpus, model, "--dev", "none", "--device", "auto");
    expect(trained.code, trained.stderr).toBe(0);
    expect(trained.stderr).toContain(`note: the device is cpu: ${NO_ADAPTER}\n`);
    expect(readFileSync(`${model}/config.yaml`, "utf8")).toMatch(/^device: cpu #/m);
  });

  test.each([
    ["annotate", corpus],
    ["evaluate", "--corpus", corpus],
  ])("a device that %s cannot use is refused in one line", async (command, ...rest) => {
    withoutDriver();
    const { code, stdout, stderr } = await raretag(
      ...[command, "--model", model, "--device", "webgpu", ...rest],
    );
    expect([code, stdout, stderr.split("\n").at(-2)]).toEqual([
      2,
      "",
      `device webgpu: ${NO_ADAPTER}. It needs a graphics card with its driver (on Linux: Vulkan); or use --device cpu.`,
    ]);
  });

  test("an unknown device is refused", async () => {
    const trained = await trainSmall(corpus, folder.path("none"), "--device", "gpu");
    expect(trained).toEqual({
      code: 2,
      stdout: "",
      stderr: `--device: device is "gpu" but must be one of cpu, webgpu, cuda, auto. Did you mean cpu.\n`,
    });
  });
});
