/** Ctrl-C while something trains. */
import type { Io } from "./io.js";

/** The first Ctrl-C ends what listens to the signal after the step in progress, the second the process at once. */
export function onInterrupt(io: Io): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const handler = () => {
    if (controller.signal.aborted) process.exit(130);
    io.stderr("\nending after this step; what was reached is saved. Ctrl-C again stops at once.\n");
    controller.abort();
  };
  process.on("SIGINT", handler);
  return { signal: controller.signal, end: () => process.off("SIGINT", handler) };
}
