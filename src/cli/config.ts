/** `raretag config`: the complete configuration that a run with these flags would have. */
import { formatConfig } from "../config/index.js";
import type { Io } from "./io.js";
import { type ConfigOptions, readConfig } from "./readConfig.js";

/** Prints YAML that `--config` reads back, with the meaning of every key. */
export async function runConfig(options: ConfigOptions, io: Io): Promise<void> {
  io.stdout(formatConfig(await readConfig("config", options)));
}
