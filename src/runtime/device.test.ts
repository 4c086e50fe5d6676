/** Devices that this machine does not have: named, explained, and never a crash. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openDevice } from "./device.js";
import { enginePath } from "./engine.js";
import { RuntimeError } from "./error.js";

const onLinux = process.platform === "linux" && process.arch === "x64";
const binaries = join(dirname(enginePath()), "../bin/napi-v6/linux/x64");
const withoutCuda = onLinux && !existsSync(join(binaries, "libonnxruntime_providers_cuda.so"));

afterEach(() => vi.unstubAllEnvs());

/** Hides every Vulkan driver from processes that are started from now on. */
function withoutDriver() {
  vi.stubEnv("VK_ICD_FILENAMES", "/nonexistent.json");
  vi.stubEnv("VK_DRIVER_FILES", "/nonexistent.json");
}

describe("openDevice", () => {
  test("takes the processor without trying anything", async () => {
    const notices: string[] = [];
    const device = await openDevice("cpu", { onNotice: (text) => notices.push(text) });
    expect([device.name, notices]).toEqual(["cpu", []]);
  });

  test.runIf(onLinux)(
    "refuses WebGPU where there is no driver, and says what it needs",
    async () => {
      withoutDriver();
      const failure = openDevice("webgpu");
      await expect(failure).rejects.toThrow(RuntimeError);
      await expect(failure).rejects.toThrow(
        /^device webgpu: WebGPU cannot be used: Failed to get a WebGPU adapter: No supported adapters\. It needs a graphics card with its driver \(on Linux: Vulkan\); or use --device cpu\.$/,
      );
    },
  );

  test.runIf(withoutCuda)("refuses CUDA where its libraries are not installed", async () => {
    const failure = openDevice("cuda");
    await expect(failure).rejects.toThrow(RuntimeError);
    await expect(failure).rejects.toThrow(
      /^device cuda: CUDA cannot be used: \w+: Failed to load shared library\. It needs an NVIDIA card and the libraries that docs\/devices\.md names; or use --device cpu\.$/,
    );
  });

  test.runIf(onLinux)(
    "auto takes the processor where there is no driver, and says why",
    async () => {
      withoutDriver();
      const notices: string[] = [];
      const device = await openDevice("auto", { onNotice: (text) => notices.push(text) });
      expect(device.name).toBe("cpu");
      expect(notices).toEqual([
        "the device is cpu: WebGPU cannot be used: Failed to get a WebGPU adapter: No supported adapters",
      ]);
    },
  );
});
