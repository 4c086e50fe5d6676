/** Rate and remaining time of a run; steps are timed apart from the evaluations between them. */

/** Counts work and pauses. */
export interface Stopwatch {
  /** Adds the pieces of a step that has ended. */
  stepped(pieces: number): void;
  /** Runs `work` without counting it as steps. */
  pausedFor<T>(work: () => Promise<T>): Promise<T>;
  /** Pieces a second so far, and seconds that `steps` more steps and `evaluations` more evaluations will take. */
  reading(left: { steps: number; evaluations: number }): {
    piecesPerSecond: number;
    secondsLeft: number;
  };
}

/** Starts now. */
export function startStopwatch(): Stopwatch {
  const started = performance.now();
  let paused = 0;
  let [steps, pauses, pieces] = [0, 0, 0];
  return {
    stepped(count) {
      steps++;
      pieces += count;
    },
    async pausedFor(work) {
      const from = performance.now();
      const result = await work();
      paused += performance.now() - from;
      pauses++;
      return result;
    },
    reading(left) {
      const busy = (performance.now() - started - paused) / 1000;
      const perPause = pauses === 0 ? 0 : paused / 1000 / pauses;
      return {
        piecesPerSecond: pieces / busy,
        secondsLeft: (busy / steps) * left.steps + perPause * left.evaluations,
      };
    },
  };
}
