/** An epoch of the usual recipe on a real corpus against the script that users would write. */

import type { Row } from "../benchmark.js";
import { median } from "../statistics.js";

const EPOCHS = 3;

/** The first epoch warms up, so it is left out. */
function secondsPerEpoch(lines: readonly object[]): object {
  const epochs = lines.filter((line): line is { seconds: number } => "seconds" in line);
  return { epochSeconds: median(epochs.slice(1).map(({ seconds }) => seconds)) };
}

/** The rows of MACCROBAT. */
export const EPOCH_ROWS: readonly Row[] = [
  {
    name: "epoch-maccrobat-minilm",
    what: "an epoch on MACCROBAT, MiniLM, batches as each makes them by default",
    measurement: {
      rounds: 2,
      sides: {
        ours: {
          label: "raretag",
          command: `{node} {sides}/epoch.js {corpus} {encoder} {split} ${EPOCHS}`,
          read: secondsPerEpoch,
        },
        torch: {
          label: "torch_baseline.py",
          command: `{python} {peers}/torch_baseline.py {corpus} {encoder} --epochs ${EPOCHS}`,
          read: secondsPerEpoch,
        },
      },
    },
    ours: "ours.epochSeconds",
    theirs: "torch.epochSeconds",
    unit: "s",
    comparison: "theirs / ours",
    goal: { atLeast: 1.8 },
  },
  {
    name: "epoch-freeze",
    what: "an epoch on MACCROBAT, MiniLM, with --freeze 3",
    measurement: {
      rounds: 2,
      sides: {
        frozen: {
          label: "raretag --freeze 3",
          command: `{node} {sides}/epoch.js {corpus} {encoder} {split} ${EPOCHS} 3`,
          read: secondsPerEpoch,
        },
        whole: {
          label: "raretag",
          command: `{node} {sides}/epoch.js {corpus} {encoder} {split} ${EPOCHS}`,
          read: secondsPerEpoch,
        },
      },
    },
    ours: "frozen.epochSeconds",
    theirs: "whole.epochSeconds",
    unit: "s",
    comparison: "theirs / ours",
  },
];
