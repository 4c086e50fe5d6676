/** Texts that are the same or nearly so, found among many without comparing each with each. */

import { createHash } from "node:crypto";
import { createRandom, mix32 } from "../core/index.js";
import { CorpusError } from "./error.js";

/** Two texts that share most of their shingles. */
export interface NearDuplicates {
  /** Id of the text that came first. */
  readonly a: string;
  readonly b: string;
  /** Jaccard similarity of their shingles: shared ones by all; 1 for the same words in the same order. */
  readonly similarity: number;
}

/** How alike texts must be. */
export interface NearDuplicateOptions {
  /** Least Jaccard similarity, above 0 and at most 1; 0.8 unless named. */
  readonly threshold?: number;
}

/** Words of a shingle. Of three, one changed word in thirty leaves a similarity of 0.8. */
const SHINGLE = 3;
/** Hash functions; bands of them are chosen by threshold. */
const HASHES = 128;
/** The least share of pairs at the threshold that shall become candidates. */
const RECALL = 0.999;

/**
 * Finds pairs of texts whose sets of shingles (three words in a row) have a Jaccard similarity of `threshold` or more.
 * Words are runs of letters and digits in NFKC and lower case (each character in scripts without spaces), so white
 * space and punctuation make no difference; a text without any is compared by what stands between its white space, and
 * a blank one pairs with nothing.
 *
 * Candidates come from MinHash signatures in bands, of which a pair at the threshold shares one with a probability of
 * at least 0.999 (for thresholds of 0.06 or more), a more similar pair almost surely; each candidate is then compared
 * exactly, by 32-bit hashes of its shingles. The same texts in the same order give the same pairs.
 *
 * Of texts with the same words, each pairs with the first of them only, which stands for all of them in other pairs:
 * n copies are n - 1 pairs. What belongs together are the connected components. Of n texts that are alike and differ
 * all the same, every pair is yielded, one at a time.
 *
 * Not found: a short text inside a long one, texts that share one section, and translations or paraphrases.
 * @throws CorpusError if the threshold is out of range
 * @see Broder 1997, On the resemblance and containment of documents
 * @see Leskovec, Rajaraman & Ullman 2014, Mining of Massive Datasets, section 3.4 (bands)
 */
export function* nearDuplicates(
  texts: Iterable<{ readonly id: string; readonly text: string }>,
  { threshold = 0.8 }: NearDuplicateOptions = {},
): Generator<NearDuplicates> {
  const { bands, rows } = bandsFor(threshold);
  const seeds = seedsOf(bands * rows);
  const ids: string[] = [];
  const shingles: Uint32Array[] = [];
  const keys: Uint32Array[] = [];
  const first = new Map<string, string>();
  for (const { id, text } of texts) {
    const words = wordsOf(text);
    if (words.length === 0) continue;
    const digest = createHash("sha256").update(words.join(" ")).digest("base64");
    const twin = first.get(digest);
    if (twin !== undefined) {
      yield { a: twin, b: id, similarity: 1 };
      continue;
    }
    first.set(digest, id);
    const set = shinglesOf(words);
    ids.push(id);
    shingles.push(set);
    keys.push(bandKeys(set, seeds, rows));
  }
  for (const [a, b] of candidates(keys, bands)) {
    const similarity = jaccard(shingles[a] as Uint32Array, shingles[b] as Uint32Array);
    if (similarity >= threshold) yield { a: ids[a] as string, b: ids[b] as string, similarity };
  }
}

/**
 * The bands of signatures that find a pair at `threshold` with a probability of {@link RECALL}, and as few others as
 * can be: with rows r and bands b the probability is 1 - (1 - threshold^r)^b.
 */
export function bandsFor(threshold: number): { bands: number; rows: number; recall: number } {
  if (!(threshold > 0 && threshold <= 1))
    throw new CorpusError(
      {},
      `the threshold of near duplicates is ${threshold} but must be > 0 and <= 1`,
      "Give one like 0.8",
    );
  const plan = (rows: number) => {
    const bands = Math.floor(HASHES / rows);
    return { rows, bands, recall: 1 - (1 - threshold ** rows) ** bands };
  };
  let best = plan(1);
  for (let rows = 2; rows <= HASHES && plan(rows).recall >= RECALL; rows++) best = plan(rows);
  return best;
}

const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{L}\p{N}\p{M}]+/gu;

function wordsOf(text: string): readonly string[] {
  const normal = text.normalize("NFKC").toLowerCase();
  return normal.match(WORD) ?? normal.match(/\S+/g) ?? [];
}

/** Hashes of the shingles, sorted, each once; a text of fewer words is one shingle. */
function shinglesOf(words: readonly string[]): Uint32Array {
  const hashes = words.map(hashOf);
  const size = Math.min(SHINGLE, words.length);
  const all = Uint32Array.from({ length: words.length - size + 1 }, (_, at) => {
    let hash = size;
    for (let i = at; i < at + size; i++) hash = mix32(hash + (hashes[i] as number));
    return hash;
  }).sort();
  return all.filter((hash, i) => i === 0 || hash !== all[i - 1]);
}

function hashOf(word: string): number {
  let hash = word.length;
  for (let i = 0; i < word.length; i++)
    hash = mix32(hash ^ Math.imul(word.charCodeAt(i), 0x9e3779b1));
  return hash;
}

function seedsOf(count: number): Uint32Array {
  const random = createRandom(0).stream("near duplicates");
  return Uint32Array.from({ length: count }, () => random.below(0x1_0000_0000));
}

/** A hash of the smallest values of each band's functions, [bands]. */
function bandKeys(shingles: Uint32Array, seeds: Uint32Array, rows: number): Uint32Array {
  const keys = new Uint32Array(seeds.length / rows);
  seeds.forEach((seed, i) => {
    let least = 0xffff_ffff;
    for (const shingle of shingles) {
      const value = mix32(shingle ^ seed);
      if (value < least) least = value;
    }
    const band = Math.floor(i / rows);
    keys[band] = mix32((keys[band] as number) + least);
  });
  return keys;
}

/** Pairs of indices that share the key of a band, each pair once. */
function* candidates(keys: readonly Uint32Array[], bands: number): Generator<[number, number]> {
  for (let band = 0; band < bands; band++) {
    const buckets = new Map<number, number[]>();
    for (const [b, row] of keys.entries()) {
      const key = row[band] as number;
      const bucket = buckets.get(key);
      if (bucket === undefined) {
        buckets.set(key, [b]);
        continue;
      }
      for (const a of bucket) if (!shareBefore(keys[a] as Uint32Array, row, band)) yield [a, b];
      bucket.push(b);
    }
  }
}

/** Whether two rows of keys agree in a band before `band`. */
function shareBefore(a: Uint32Array, b: Uint32Array, band: number): boolean {
  for (let i = 0; i < band; i++) if (a[i] === b[i]) return true;
  return false;
}

/** Shared entries by all entries of two sorted sets. */
function jaccard(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i] as number, b[j] as number];
    if (x === y) shared++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return shared / (a.length + b.length - shared);
}
