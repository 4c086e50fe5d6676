/**
 * Prints what auditing a large corpus takes, as a JSON line: `npx tsx scripts/auditScale.ts [DOCUMENTS] [ENCODER]`.
 * The corpus is invented, the same every time, and lies in a temporary folder while this runs: brat documents of
 * 300 words with 40 mentions of 40 types, with rare and frequent words as in real text.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { report, timed } from "../bench/sides/report.js";
import { runAudit } from "../src/cli/audit.js";
import { createRandom, type Random } from "../src/core/index.js";

const WORDS = 300;
const MENTIONS = 40;
const TYPES = 40;
/** Different words, and different strings of mentions. */
const VOCABULARY = 20_000;
const STRINGS = 30_000;

/** Writes documents as a brat folder. */
function writeCorpus(folder: string, documents: number): void {
  const random = createRandom(5);
  for (let i = 0; i < documents; i++) {
    const { txt, ann } = drawDocument(random.stream(i));
    writeFileSync(join(folder, `${i}.txt`), txt);
    writeFileSync(join(folder, `${i}.ann`), ann);
  }
}

/** Words among which mentions stand that are strings of one to three of them. */
function drawDocument(random: Random): { txt: string; ann: string } {
  const units: { text: string; type?: string }[] = [];
  for (let i = 0; i < MENTIONS; i++) {
    const string = drawRank(random, STRINGS);
    const length = 1 + (string % 3);
    const odd = random.below(20) === 0; // with another type than the string mostly has
    units.push({
      text: Array.from({ length }, (_, k) => wordOf(string + 7 * k)).join(" "),
      type: `Type_${odd ? drawRank(random, TYPES) : drawTypeOf(string)}`,
    });
  }
  const mentioned = units.reduce((sum, { text }) => sum + text.split(" ").length, 0);
  for (let i = mentioned; i < WORDS; i++)
    units.push({ text: wordOf(drawRank(random, VOCABULARY)) });
  let txt = "";
  let ann = "";
  for (const [i, { text, type }] of random.shuffled(units).entries()) {
    txt += i === 0 ? "" : i % 15 === 0 ? ".\n" : " ";
    if (type) ann += `T${i}\t${type} ${txt.length} ${txt.length + text.length}\t${text}\n`;
    txt += text;
  }
  return { txt: `${txt}.\n`, ann };
}

/** A whole number below `n`, the smaller the more frequent (about Zipf's law). */
const drawRank = (random: Random, n: number) => Math.floor((n + 1) ** random.next()) - 1;

/** The type of a string, the same every time; few strings have the rare ones. */
const drawTypeOf = (string: number) => drawRank(createRandom(string), TYPES);

const wordOf = (i: number) =>
  `${"bcdfghklmnprstvw"[i % 16]}${"aeiou"[(i >> 4) % 5]}${i.toString(36)}`;

/** Audits a new corpus of so many documents. @returns seconds from start to end, reading included */
export async function timeAudit(documents: number, encoder?: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "raretag-scale-"));
  try {
    writeCorpus(folder, documents);
    const [seconds] = await timed(1, () =>
      runAudit(
        { corpus: folder, json: true, ...(encoder ? { encoder } : {}) },
        {
          stdout: () => {},
          stderr: (text) => process.stderr.write(text),
          stdin: (async function* () {})(),
        },
      ),
    );
    return seconds as number;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [documents = "10000", encoder] = process.argv.slice(2);
  const auditSeconds = await timeAudit(Number(documents), encoder);
  report({ documents: Number(documents), auditSeconds });
}
