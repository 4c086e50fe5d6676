/** Devices: where graphs run, and which of them this machine has. */

import { type Lowerings, WEBGPU_LOWERINGS } from "../ops/index.js";
import { loadEngine } from "./engine.js";
import { RuntimeError } from "./error.js";
import { matrixProductModel, raceDevice, tryDevice } from "./tryDevice.js";

/** Every device. */
export const DEVICE_NAMES = ["cpu", "webgpu", "cuda"] as const;

/** The name of a device. */
export type DeviceName = (typeof DEVICE_NAMES)[number];

/** Where graphs run; made by {@link openDevice}. */
export interface Device {
  readonly name: DeviceName;
  /** Is told what the user should know, one sentence a call. */
  readonly onNotice: (notice: string) => void;
}

/** What is known of a device before it is tried. */
interface Traits {
  readonly title: string;
  /** What is needed besides this package. */
  readonly needs: string;
  /** Operators that it lacks. */
  readonly lowerings: Lowerings;
}

/** The devices that may be absent. */
const TRAITS: Readonly<Record<Exclude<DeviceName, "cpu">, Traits>> = {
  webgpu: {
    title: "WebGPU",
    needs: "a graphics card with its driver (on Linux: Vulkan)",
    lowerings: WEBGPU_LOWERINGS,
  },
  cuda: {
    title: "CUDA",
    needs: "an NVIDIA card and the libraries that docs/devices.md names",
    lowerings: new Map(),
  },
};

/** What is known of a device; undefined for the processor, which has every operator. */
export const traitsOf = (name: DeviceName): Traits | undefined =>
  name === "cpu" ? undefined : TRAITS[name];

/** `auto` leaves the processor only for a device that is at least this much faster. */
const WORTHWHILE = 2;

/**
 * Makes sure that a device works, in a process of its own, so that a broken driver cannot end this one.
 * `auto` times a matrix product on both, and takes WebGPU if it is right and at least twice as fast as the processor,
 * which a driver that only imitates a graphics card never is.
 * @throws RuntimeError if the device is asked for by name and does not work
 */
export async function openDevice(
  wanted: DeviceName | "auto",
  { onNotice = () => {} }: { readonly onNotice?: (notice: string) => void } = {},
): Promise<Device> {
  if (wanted === "cpu") return { name: wanted, onNotice };
  if (wanted === "auto") {
    const { name, why } = await chosen();
    onNotice(`the device is ${name}: ${why}`);
    return { name, onNotice };
  }
  const failure = absence(wanted) ?? (await tryDevice(wanted, matrixProductModel()));
  if (failure === undefined) return { name: wanted, onNotice };
  const { title, needs } = TRAITS[wanted];
  throw new RuntimeError(
    { source: `device ${wanted}` },
    `${title} cannot be used: ${failure}`,
    `It needs ${needs}; or use --device cpu`,
  );
}

/** Says that the engine's binary knows nothing of a device; undefined if it does. */
function absence(name: DeviceName): string | undefined {
  const known = loadEngine()
    .listSupportedBackends()
    .map((backend) => backend.name);
  if (known.includes(name)) return undefined;
  return `ONNX Runtime for ${process.platform} ${process.arch} has only ${known.join(", ")}`;
}

/** The outcome of `auto`. */
async function chosen(): Promise<{ name: DeviceName; why: string }> {
  const missing = absence("webgpu");
  const race = missing ? { failure: missing } : await raceDevice("webgpu", matrixProductModel());
  if ("failure" in race) return { name: "cpu", why: `WebGPU cannot be used: ${race.failure}` };
  const { cpu, device, equal } = race;
  if (!equal) return { name: "cpu", why: "WebGPU multiplies matrices wrongly" };
  const faster = device * WORTHWHILE <= cpu;
  const times = `${Math.ceil(device)} ms on WebGPU and ${Math.ceil(cpu)} ms on the processor`;
  return { name: faster ? "webgpu" : "cpu", why: `a matrix product takes ${times}` };
}
