/** `npm run bench`: measures the rows, prints their table, and keeps it in docs/benchmarks.md. */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { environmentOf } from "./environment.js";
import { merged, type Records, type RowRecord, recordOf } from "./records.js";
import { placeGenerated, renderGenerated, renderTable } from "./render.js";
import { ROWS } from "./rows/index.js";
import { measure } from "./run.js";
import { byMeasurement, selectRows } from "./select.js";
import { createSetup } from "./setup.js";

const USAGE = `npm run bench -- [flags]
  --only NAME            rows to measure, or the first words of their names; may be repeated
  --rounds N             runs of each side, instead of what each row has
  --peers PYTHON         Python made by ../shared/peers/setup.sh; RARETAG_PEERS unless given
  --transformers-js DIR  folder in which npm has installed @huggingface/transformers
  --model DIR            model that raretag train wrote, for the rows that annotate
  --shared DIR           folder of corpora, models and peers; ../shared unless given
  --docs DIR             folder of benchmarks.json and benchmarks.md; docs unless given
  --json FILE            write the records of this run to a file
  --list                 print the names of the rows`;

const { values: flags } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    rounds: { type: "string" },
    peers: { type: "string" },
    "transformers-js": { type: "string" },
    model: { type: "string" },
    shared: { type: "string", default: "../shared" },
    docs: { type: "string", default: "docs" },
    json: { type: "string" },
    list: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const log = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const rounds = flags.rounds === undefined ? undefined : Number(flags.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds >= 1))
    throw new RangeError(`--rounds is ${flags.rounds} but must be a whole number from 1`);
  const rows = selectRows(ROWS, flags.only);
  const python = flags.peers ?? process.env.RARETAG_PEERS;
  const transformersJs = flags["transformers-js"];
  const environment = environmentOf({ python, transformersJs });
  const scratch = mkdtempSync(join(tmpdir(), "raretag-bench-"));
  try {
    const { shared, model } = flags;
    const setup = createSetup({ shared, python, transformersJs, model, scratch });
    const fresh: Record<string, RowRecord> = {};
    for (const [measurement, group] of byMeasurement(rows)) {
      log(`\n${group.map(({ name }) => name).join(", ")}`);
      const samples = await measure(measurement, { setup, rounds, log });
      for (const row of group) {
        const record = recordOf(row, samples, environment);
        if (typeof record === "string") log(`${row.name} is not measured: ${record}`);
        else fresh[row.name] = record;
      }
      keep(fresh); // after each, so that a run that is cut short is not lost
    }
    process.stdout.write(`${renderTable(rows, fresh)}\n`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Writes the records of this run, and adds them to the documentation. */
function keep(fresh: Records): void {
  const json = (records: Records) => `${JSON.stringify(records, null, 2)}\n`;
  if (flags.json !== undefined) writeFileSync(flags.json, json(fresh));
  mkdirSync(flags.docs, { recursive: true });
  const source = join(flags.docs, "benchmarks.json");
  const page = join(flags.docs, "benchmarks.md");
  const kept = existsSync(source) ? (JSON.parse(readFileSync(source, "utf8")) as Records) : {};
  const records = merged(kept, fresh);
  writeFileSync(source, json(records));
  const text = existsSync(page) ? readFileSync(page, "utf8") : "# Benchmarks\n";
  writeFileSync(page, placeGenerated(text, renderGenerated(ROWS, records)));
}

if (flags.help) process.stdout.write(`${USAGE}\n`);
else if (flags.list) process.stdout.write(ROWS.map(({ name }) => `${name}\n`).join(""));
else
  await main().catch((error: unknown) => {
    if (!(error instanceof RangeError)) throw error;
    log(error.message);
    process.exitCode = 2;
  });
