/** Output files: never overwritten unasked. */
import { existsSync } from "node:fs";
import { CliError } from "./error.js";

/** @throws CliError if `file` exists and may not be overwritten; call it before the work starts */
export function checkOutputFile(
  file: string | undefined,
  { overwrite = false }: { overwrite?: boolean | undefined },
): void {
  if (file !== undefined && existsSync(file) && !overwrite)
    throw new CliError(
      { source: file },
      "the file exists already",
      "Name another file, or replace it with --overwrite",
    );
}
