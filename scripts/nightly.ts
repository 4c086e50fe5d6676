/** The checks that take minutes, `npm run nightly`: runs them one after the other and writes docs/nightly.md. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf } from "../bench/environment.js";
import { type Row, renderRows, rowsOf } from "../test/nightly/results.js";

/** Runs of vitest, with what they are told. Seeds change with the day; a variable that is set already wins. */
const CHECKS: readonly { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv }[] = [
  { args: ["--config", "vitest.nightly.config.ts"], env: {} },
  {
    // formatFuzz.test.ts above tries more of the formats of corpora
    args: ["--maxWorkers", "1", "test/fuzz", "--exclude", "test/fuzz/formats.test.ts"],
    env: { RARETAG_FUZZ_FACTOR: "20", RARETAG_FUZZ_SEED: dayNumber() },
  },
];

/** 20261122 on 22 November 2026, in UTC. */
function dayNumber(): string {
  return new Date().toISOString().slice(0, 10).replaceAll("-", "");
}

/** Runs vitest. @returns a row that has not passed if it ended without results */
function run(args: readonly string[], env: NodeJS.ProcessEnv, scratch: string): Row[] {
  const outputFile = join(scratch, "report.json");
  rmSync(outputFile, { force: true });
  const command = ["node_modules/vitest/vitest.mjs", "run", ...args];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${outputFile}`];
  const { status, signal } = spawnSync(process.execPath, [...command, ...reporters], {
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  const rows = existsSync(outputFile) ? rowsOf(JSON.parse(readFileSync(outputFile, "utf8"))) : [];
  if (status === 0 ? rows.length > 0 : rows.some(({ passed }) => !passed)) return rows;
  const figures = `vitest ended with ${signal ?? status}`;
  return [...rows, { check: args.join(" "), figures, seconds: 0, passed: false }];
}

function page(rows: readonly Row[], settings: NodeJS.ProcessEnv): string {
  const { date, commit, machine, versions } = environmentOf({
    ...{ python: undefined, transformersJs: undefined },
  });
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const failed = rows.filter(({ passed }) => !passed).length;
  return [
    "# Nightly checks",
    "",
    "Checks that take minutes and are no part of `npm test`. Written by `npm run nightly`, not by hand.",
    "",
    `- ${date}, commit ${commit}: ${failed === 0 ? "everything passed" : `${failed} FAILED`}`,
    `- ${machine}; ${packages.join(", ")}`,
    `- ${Object.entries(settings)
      .map(([name, value]) => `\`${name}=${value}\``)
      .join(", ")}`,
    "",
    "Memory: each case is a process of its own that now and then collects garbage, waits until the engine has freed",
    "what went with it, and looks at what is resident. The figures are medians, of the tenth after a quarter of warm-up and",
    "of the last tenth, which may be higher by so much as the check says; the slope is of least squares over everything",
    "after warm-up; the peak is of the whole process, garbage included. Training many models in one process is watched",
    "twice: glibc keeps freed buffers of some megabytes or gives them back as it sees fit, unless",
    "`MALLOC_MMAP_THRESHOLD_=262144` holds it to giving them back. The two leaks are made on purpose, to see that they are",
    "found.",
    "",
    renderRows(rows),
    "",
  ].join("\n");
}

const scratch = mkdtempSync(join(tmpdir(), "raretag-nightly-"));
const rows: Row[] = [];
const settings: NodeJS.ProcessEnv = {};
try {
  for (const { args, env } of CHECKS) {
    const used = Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, process.env[name] ?? value]),
    );
    Object.assign(settings, used);
    rows.push(...run(args, used, scratch));
    writeFileSync("docs/nightly.md", page(rows, settings)); // after each: a run that is cut short is not lost
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = rows.every(({ passed }) => passed) ? 0 : 1;
