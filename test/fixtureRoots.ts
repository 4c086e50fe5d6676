/** Finds the reference values that tests compare against: our own small set, and the large one where it is present. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** The large set of reference values; absent in a clone without it. */
const SHARED_FIXTURES = resolve(process.env.RARETAG_FIXTURES ?? "../shared/fixtures");

/** The real encoder that some tests need. It stays where it is when other reference values are named. */
export const MINILM = resolve("../shared/models/minilm-l6-384-uncased");

/** The real corpora that some tests need. */
export const CORPORA = resolve("../shared/corpora");

/**
 * Folders called `folder` in every set of reference values.
 * @param folder a path inside a set, e.g. `bert-tiny` or `metrics/seqeval.json`
 */
export function fixtureRoots(folder: string): { name: string; path: string }[] {
  return [
    { name: "own", path: resolve("test/fixtures", folder) },
    { name: "shared", path: resolve(SHARED_FIXTURES, folder) },
  ].filter(({ path }) => existsSync(path));
}
