/** What every format must do, shown on generated documents; a test of a format is one call. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Document, type Problem, spansOf } from "../../src/corpus/document.js";
import type { Feature, Format, SourceFile } from "../../src/corpus/format.js";
import { FORMATS } from "../../src/corpus/formatTable.js";
import { arbitraryCorpus, EVERYTHING, type Limits } from "./documents.js";
import { faultsOf } from "./faults.js";
import { readAll, sourceFile, writeAll } from "./memory.js";

/** What differs between formats. */
export interface ContractOptions extends Omit<Partial<Limits>, "holds"> {
  /**
   * Where the end of a file shows that something is missing: only within a line, or anywhere.
   * @default "lines"
   */
  readonly ends?: "lines" | "anywhere";
}

const SEED = Number(process.env.RARETAG_FORMAT_SEED ?? 20261122);
const RUNS = Number(process.env.RARETAG_FORMAT_RUNS ?? 100);
const runs = (numRuns = RUNS) => ({ seed: SEED, numRuns });

/** What can be left out of a document without touching the rest. */
const SEPARATE: readonly Feature[] = [
  ...(["words", "probabilities", "meta"] as const),
  ...(["attributes", "relations", "triggers", "events", "normalizations", "notes"] as const),
];

/** Fields of documents that are called as something else is in some format. */
const AWKWARD_FIELDS = fc.dictionary(
  fc.constantFrom("id", "text", "label", "tags", "tokens", "spans", "entities", "mentions", "meta"),
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown),
  { noNullPrototype: true },
);

/** Holds a format that has a writer to what `Format` promises. */
export function describeFormat(format: Format, options: ContractOptions = {}): void {
  const { holds, writer } = format;
  if (writer === undefined) throw new Error(`${format.name} has no writer`);
  const { ends = "lines", ...finer } = options;
  const limits: Limits = { holds, ...finer };
  /** As they are read again: of a folder, files with the format's extensions. */
  const filesOf = async (documents: readonly Document[]) => {
    const written = await writeAll(format, documents);
    const own = ({ extension }: SourceFile) =>
      writer.layout === "file" || format.extensions.includes(extension);
    return { ...written, files: written.files.filter(own) };
  };
  const back = async (documents: readonly Document[]) => {
    const { files, problems } = await filesOf(documents);
    return { files, told: problems, ...(await readAll(format, files)) };
  };

  describe(`${format.name}, seed ${SEED}`, () => {
    test("what is written is read as it was, without a problem", async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryCorpus(limits), async (documents) => {
          const { documents: read, problems, told } = await back(documents);
          expect({ told, problems, documents: byId(read) }).toEqual({
            ...{ told: [], problems: [], documents: byId(documents) },
          });
        }),
        runs(),
      );
    });

    const foreign = SEPARATE.filter((feature) => !holds.has(feature));
    if (holds.has("text") && foreign.length > 0)
      test(`without ${foreign.join(", ")}, the rest is read as it was`, async () => {
        const more = arbitraryCorpus({ ...limits, holds: new Set([...holds, ...foreign]) });
        await fc.assert(
          fc.asyncProperty(more, async (documents) => {
            const { documents: read } = await back(documents);
            const rest = documents.map((document) => {
              const kept = without(document, foreign);
              return limits.adapt?.(kept) ?? kept;
            });
            expect(byId(read)).toEqual(byId(rest));
          }),
          runs(),
        );
      });

    test("any document can be written, and its mentions have the characters that they had", async () => {
      const any = arbitraryCorpus({
        ...EVERYTHING,
        ...(limits.documentIds ? { documentIds: limits.documentIds } : {}),
        meta: AWKWARD_FIELDS,
      });
      await fc.assert(
        fc.asyncProperty(any, async (documents) => {
          const { documents: read, told, problems } = await back(documents);
          read.forEach(checkSpans);
          const honest = [...told, ...problems].length === 0;
          if (holds.has("text") && honest)
            expect(byId(read).map(({ id, text }) => ({ id, text }))).toEqual(
              byId(documents).map(({ id, text }) => ({ id, text })),
            );
          if (holds.has("text") && holds.has("overlaps") && honest)
            expect(byId(read).map((d) => quotes(d, holds))).toEqual(
              byId(documents).map((d) => quotes(d, holds)),
            );
        }),
        runs(),
      );
    });

    test("it recognises what it wrote, and no other format does", async () => {
      const sure = arbitraryCorpus(limits, { minLength: 1 }).filter((documents) =>
        documents.some(({ text, mentions }) => text.trim() !== "" && mentions.length > 0),
      );
      await fc.assert(
        fc.asyncProperty(sure, async (documents) => {
          const { files } = await filesOf(documents);
          const own = await Promise.all(files.map(takersOf));
          const claimed = own.filter((takers) => takers.some(({ read }) => read === format.read));
          expect(claimed.length).toBeGreaterThan(0);
          // of texts beside annotations nothing is claimed; two formats can be forms of one, with the same reader
          const strangers = claimed.flat().filter(({ read }) => read !== format.read);
          expect(strangers.map(({ name }) => name)).toEqual([]);
        }),
        runs(),
      );
    });

    test("a file that ends too early is read up to there, and what is missing is told", async () => {
      const cut = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
      const some = arbitraryCorpus(limits, { minLength: 1 });
      await fc.assert(
        fc.asyncProperty(some, fc.nat(), cut, async (documents, which, share) => {
          const { files } = await filesOf(documents);
          const bytes = await (files[which % files.length] as SourceFile).bytes();
          const solid = Buffer.from(bytes).toString().trimEnd();
          const at = Math.floor(share * Buffer.byteLength(solid));
          const end = ends === "lines" ? endOfLine(bytes, at) : bytes.length;
          const upTo = (length: number) =>
            readAll(
              format,
              files.map((file, i) =>
                i === which % files.length
                  ? sourceFile(file.path, bytes.subarray(0, length))
                  : file,
              ),
            );
          const [less, more] = [await upTo(at), await upTo(end)];
          less.documents.forEach(checkSpans);
          if (sizeOf(less.documents) < sizeOf(more.documents))
            expect(lost(less.problems)).toBeGreaterThan(lost(more.problems));
        }),
        runs(),
      );
    });

    test("neither the order of files nor how their bytes come matters", async () => {
      await fc.assert(
        fc.asyncProperty(
          arbitraryCorpus(limits),
          fc.constantFrom(1, 997, 65_536),
          async (documents, chunk) => {
            const { files } = await filesOf(documents);
            const others: SourceFile[] = [];
            for (const { path, bytes } of [...files].reverse())
              others.push(sourceFile(path, await bytes(), { chunk }));
            const [a, b] = [await readAll(format, files), await readAll(format, others)];
            expect(byId(b.documents)).toEqual(byId(a.documents));
            expect(sorted(b.problems)).toEqual(sorted(a.problems));
          },
        ),
        runs(),
      );
    });
  });
}

/** Formats that a file looks like; plain text looks like anything and is asked last. */
export async function takersOf(file: SourceFile): Promise<Format[]> {
  const head = new TextDecoder("utf-8", { ignoreBOM: true })
    .decode(await file.bytes())
    .slice(0, 65_536);
  return FORMATS.filter((format) => format.name !== "text" && format.looksLike(file, head));
}

function checkSpans(document: Document): void {
  expect(faultsOf(document)).toEqual([]);
}

/** Where the line that `at` lies in ends, with its end. */
function endOfLine(bytes: Uint8Array, at: number): number {
  if (at === 0 || bytes[at - 1] === 0x0a) return at;
  const end = bytes.indexOf(0x0a, at);
  return end === -1 ? bytes.length : end + 1;
}

const byId = (documents: readonly Document[]) =>
  [...documents].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
const sorted = (problems: readonly Problem[]) => problems.map((p) => JSON.stringify(p)).sort();
const lost = (problems: readonly Problem[]) => problems.filter((problem) => problem.lost).length;
const sizeOf = (documents: readonly Document[]) =>
  documents.reduce((sum, { mentions }) => sum + 1 + mentions.length, 0);

/** Characters of the mentions; of a format without fragments, those of the hull. */
const quotes = ({ text, mentions }: Document, holds: ReadonlySet<Feature>) =>
  mentions
    .map((m) => (holds.has("fragments") ? spansOf(m) : [m]))
    .map((spans) => spans.map(({ start, end }) => text.slice(start, end)))
    .sort();

/** A document without these features, and without what refers to them. */
function without(document: Document, features: readonly Feature[]): Document {
  const lacking = new Set<string>(features);
  const kept: Record<string, unknown> = Object.fromEntries(
    Object.entries(document).filter(([key]) => !lacking.has(key)),
  );
  const gone = new Set(
    ([document.relations, document.events] as const)
      .filter((_, i) => lacking.has(i === 0 ? "relations" : "events"))
      .flatMap((list) => (list ?? []).map(({ id }) => id)),
  );
  for (const kind of ["attributes", "notes"] as const) {
    const list = (kept[kind] as { target?: string }[] | undefined)?.filter(
      ({ target }) => target === undefined || !gone.has(target),
    );
    if (list?.length === 0) delete kept[kind];
    else if (list) kept[kind] = list;
  }
  const mentions = lacking.has("probabilities")
    ? document.mentions.map(({ id, type, start, end, fragments }) => ({
        ...{ id, type, start, end },
        ...(fragments ? { fragments } : {}),
      }))
    : document.mentions;
  return { ...(kept as unknown as Document), mentions };
}
