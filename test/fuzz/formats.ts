/** Fuzzing of the readers of corpora with sound files that were damaged. */

import { deflateSync, inflateSync } from "node:zlib";
import fc from "fast-check";
import type { Format } from "../../src/corpus/format.js";
import { CORPORA_FILE, type CorpusFiles, packCorpora, type Reading } from "./corpusCase.js";
import type { CorpusSeed } from "./corpusSeeds.js";
import { jsonChange, jsonKindChange } from "./jsonStructure.js";
import { mutated } from "./mutations.js";
import type { Sandbox } from "./sandbox.js";
import { type Change, noticeable, structural } from "./structure.js";

/** Files with one of them damaged. */
interface Damaged {
  readonly files: CorpusFiles;
  /** The least number of documents and mentions that come out unless something is told to be lost. */
  readonly least: number;
}

type ChangeBytes = (bytes: Uint8Array) => Uint8Array;

/** What can happen to a file, by the kind of its format. */
function damaged(format: Format, seeds: readonly CorpusSeed[]): fc.Arbitrary<Damaged> {
  const donors = seeds.flatMap(({ files }) =>
    Object.entries(files).map(([name, bytes]) => ({ name, bytes })),
  );
  const byBytes = mutated(donors).map((bytes) => () => bytes);
  if (format.name !== "spacy")
    return fc.oneof(
      { weight: 3, arbitrary: someFile(seeds, structuralDamage) },
      { weight: 1, arbitrary: someFile(seeds, byBytes) },
      { weight: 1, arbitrary: someFile(seeds, noticeableDamage, { noticed: true }) },
    );
  const contents = donors.map(({ name, bytes }) => ({ name, bytes: inflateSync(bytes) }));
  const inside = mutated(contents).map((bytes) => () => deflateSync(bytes));
  return fc.oneof({ weight: 4, arbitrary: someFile(seeds, inside) }, someFile(seeds, byBytes));
}

function someFile(
  seeds: readonly CorpusSeed[],
  change: fc.Arbitrary<ChangeBytes>,
  { noticed = false } = {},
): fc.Arbitrary<Damaged> {
  return fc
    .tuple(fc.constantFrom(...seeds), fc.nat(1000), change)
    .map(([{ files, size }, n, changeBytes]) => {
      const names = Object.keys(files);
      const name = names[n % names.length] as string;
      return {
        files: { ...files, [name]: changeBytes(files[name] as Uint8Array) },
        least: noticed ? size : 0,
      };
    });
}

const onText =
  (change: Change): ChangeBytes =>
  (bytes) =>
    Buffer.from(change(Buffer.from(bytes).toString()));

const structuralDamage = fc
  .array(fc.oneof(structural, jsonChange), { minLength: 1, maxLength: 3 })
  .map((changes) => onText((text) => changes.reduce((changed, change) => change(changed), text)));

const noticeableDamage = fc.oneof(noticeable, jsonKindChange).map(onText);

/** Cases that a sandbox reads at a time. */
const BATCH = 200;

/**
 * Reads damaged files in a sandbox.
 * @throws Error if a reader throws, hangs, asks for too much memory, gives what no reader may give, or loses silently
 */
export async function fuzzFormat(
  format: Format,
  options: {
    readonly sandbox: Sandbox;
    readonly seeds: readonly CorpusSeed[];
    readonly seed: number;
    readonly numRuns: number;
  },
): Promise<void> {
  const { sandbox, seeds, seed, numRuns } = options;
  const cases = damaged(format, seeds);
  const read = async (some: readonly Damaged[]) => {
    const packed = packCorpora(
      format.name,
      some.map(({ files }) => files),
    );
    const { value } = await sandbox.read("corpora", { [CORPORA_FILE]: packed });
    const readings = value as Reading[];
    some.forEach((each, i) => {
      check(readings[i] as Reading, each);
    });
  };
  for (let done = 0; done < numRuns; done += BATCH) {
    const batch = { seed: seed + done, numRuns: Math.min(BATCH, numRuns - done) };
    const fault = await read(fc.sample(cases, batch)).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (fault === undefined) continue;
    // one by one, to find the smallest that is at fault
    const alone = fc.asyncProperty(cases, async (one) => void (await read([one])));
    const found = await fc.check(alone, batch);
    const contents = Object.entries(found.counterexample?.[0].files ?? {}).map(([name, bytes]) => {
      const text = Buffer.from(bytes).toString();
      return `${name}: ${JSON.stringify(text.length > 3000 ? `${text.slice(0, 3000)}...` : text)}`;
    });
    throw new Error(
      [`seed ${batch.seed}, path ${found.counterexamplePath}`, ...contents].join("\n"),
      {
        cause: found.errorInstance ?? fault,
      },
    );
  }
}

function check({ documents, mentions, lost, faults }: Reading, { least }: Damaged): void {
  if (faults.length > 0) throw new Error(faults.join("; "));
  if (documents + mentions < least && lost === 0)
    throw new Error(`${documents + mentions} documents and mentions of ${least}, no loss told`);
}
