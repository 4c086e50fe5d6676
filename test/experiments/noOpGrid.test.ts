import { expect, test } from "vitest";
import { temporaryFolder } from "../cli/raretag.js";
import { doNoOps } from "./noOpGrid.js";

test("1,000 runs leave 1,000 records", async () => {
  const folder = temporaryFolder();
  try {
    const { ids, records, failed } = await doNoOps(folder.path(), 1000);
    expect(failed).toBe(0);
    expect(ids.size).toBe(1000);
    expect(records).toEqual(ids);
  } finally {
    folder.remove();
  }
}, 600_000);
