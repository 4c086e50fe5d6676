/** Prints the counts of a Vitest JSON report. A test file or a step that failed as a whole counts as one failure. */
import { readFileSync } from "node:fs";

const [file, status] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const files = text === "" ? [] : JSON.parse(text).testResults;
const count = { passed: 0, failed: 0, skipped: 0 };
for (const { status, assertionResults } of files) {
  const before = count.failed;
  for (const test of assertionResults)
    count[test.status === "passed" || test.status === "failed" ? test.status : "skipped"]++;
  if (status === "failed" && count.failed === before) count.failed++;
}
if (status !== "0" && count.failed === 0) count.failed++;
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
