/** Says what is being done, once it takes long. */
import type { Io } from "./io.js";

/** Nothing is said before, and never more often. */
const MILLISECONDS = 2000;

/** What is being done. */
export interface SlowWork {
  readonly say: (what: string) => void;
  /** Clears the line. To be called whatever happens. */
  readonly end: () => void;
}

/** Prints to standard error: a line that is rewritten on a terminal, lines elsewhere. */
export function showSlowWork({ stderr, terminals }: Pick<Io, "stderr" | "terminals">): SlowWork {
  const clear = terminals?.stderr ? "\r\u001b[K" : "";
  let current = "";
  let last = performance.now();
  let wrote = false;
  const write = () => {
    if (performance.now() - last < MILLISECONDS) return;
    last = performance.now();
    wrote = true;
    stderr(clear ? `${clear}${current}` : `${current}\n`);
  };
  const timer = setInterval(write, MILLISECONDS);
  return {
    say(what) {
      current = what;
      write(); // work that never waits leaves the timer no turn
    },
    end() {
      clearInterval(timer);
      if (wrote && clear) stderr(clear);
    },
  };
}
