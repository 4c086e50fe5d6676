/** How long a large grid takes beside the work of its runs. */
import { expect, test } from "vitest";
import { temporaryFolder } from "../cli/raretag.js";
import { doNoOps } from "../experiments/noOpGrid.js";

const SECONDS = 30;

test("1,000 runs that do nothing are done in half a minute", async ({ task }) => {
  const folder = temporaryFolder();
  try {
    const { records, seconds } = await doNoOps(folder.path(), 1000);
    task.meta.figures = `${records.size} records in ${seconds.toFixed(1)} s, two workers`;
    expect(records.size).toBe(1000);
    expect(seconds).toBeLessThan(SECONDS);
  } finally {
    folder.remove();
  }
}, 600_000);
