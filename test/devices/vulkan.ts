/** Finds a Vulkan driver for the tests, which no machine needs to have. */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where `scripts/softwareVulkan.sh` may have put a driver that computes on the processor. */
const FOLDER = resolve(process.env.RARETAG_VULKAN ?? "../gpu/vulkan");

/**
 * Environment in which the engine finds a driver: this one, if it names a driver or the system has some, else with
 * the driver of {@link FOLDER}. The loader's folder must be known before a process starts, so tests start their own.
 */
export function vulkanEnvironment(): NodeJS.ProcessEnv {
  const icd = join(FOLDER, "vk_swiftshader_icd.json");
  const { VK_ICD_FILENAMES, LD_LIBRARY_PATH, XDG_RUNTIME_DIR } = process.env;
  if (VK_ICD_FILENAMES || !existsSync(icd)) return process.env;
  return {
    ...process.env,
    VK_ICD_FILENAMES: icd,
    LD_LIBRARY_PATH: [FOLDER, ...(LD_LIBRARY_PATH ? [LD_LIBRARY_PATH] : [])].join(":"),
    XDG_RUNTIME_DIR: XDG_RUNTIME_DIR ?? FOLDER,
  };
}
