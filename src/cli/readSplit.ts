/** The split file of `--split`: which document belongs to which part. */
import { parse } from "yaml";
import { z } from "zod";
import type { SplitNames } from "../corpus/index.js";
import { CliError } from "./error.js";
import { readTextFile } from "./readTextFile.js";

const ids = z.array(z.string()).optional();
const splitSchema = z.strictObject({ train: ids, dev: ids, test: ids });

/**
 * Reads `{"train": [...], "dev": [...], "test": [...]}` from a JSON or YAML file; each part may be left out.
 * Ids are text, whatever they look like.
 * @throws CliError if it has another form
 */
export async function readSplit(file: string): Promise<SplitNames> {
  const text = await readTextFile(file, "--split");
  try {
    return splitSchema.parse(parse(text, { schema: "failsafe" }));
  } catch (cause) {
    throw new CliError(
      { source: file },
      "the split is not of the form train, dev, test, each a list of document ids",
      'Write for example {"train": ["a", "b"], "test": ["c"]}',
      { cause },
    );
  }
}
