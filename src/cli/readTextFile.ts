/** Text files that flags name. */
import { readFile } from "node:fs/promises";
import { CliError } from "./error.js";

/** Reads a UTF-8 file. @param flag the flag that named it @throws CliError if it cannot be read */
export async function readTextFile(file: string, flag: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const problem = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`;
    throw new CliError({ source: file }, problem, `Check ${flag}`, { cause });
  }
}
