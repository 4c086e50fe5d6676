/** `raretag demo`: both objectives on a small synthetic corpus, side by side. */
import { InternalError } from "../core/index.js";
import type { Io } from "./io.js";

/** Flags of `raretag demo`. */
export interface DemoOptions {
  readonly seed?: number;
  readonly out?: string;
  readonly overwrite?: true;
}

/** Runs the demonstration. */
export async function runDemo(_options: DemoOptions, _io: Io): Promise<void> {
  throw new InternalError("demo is not wired yet");
}
