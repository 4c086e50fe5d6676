/** Runs one command line and turns whatever goes wrong into one line and an exit code. */
import { CommanderError } from "commander";
import { InternalError, RaretagError } from "../core/index.js";
import { COMMANDS } from "./commands.js";
import { CheckFailed, CliError } from "./error.js";
import type { Io } from "./io.js";
import { buildProgram } from "./program.js";

/** Exit codes: done, a check that failed or a defect or a failure of the machine, something for the user to correct. */
const DONE = 0;
const FAILED = 1;
const REFUSED = 2;

/**
 * Runs a command line.
 * @param argv arguments after `raretag`
 * @returns the exit code: 0 done, 2 bad input or usage, 1 a check that failed and anything unexpected
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    await buildProgram(io).parseAsync(argv, { from: "user" });
    return DONE;
  } catch (error) {
    if (
      error instanceof CommanderError &&
      (error.exitCode === 0 || error.code === "commander.help")
    )
      return error.exitCode === 0 ? DONE : REFUSED; // help or version, already printed
    const known = error instanceof CommanderError ? usageError(error, argv) : error;
    io.stderr(`${lineOf(known)}\n`);
    if (process.env.RARETAG_DEBUG === "1") io.stderr(`${stackOf(known)}\n`);
    const isRefusal =
      known instanceof RaretagError &&
      !(known instanceof InternalError || known instanceof CheckFailed);
    return isRefusal ? REFUSED : FAILED;
  }
}

function usageError(error: CommanderError, [first]: readonly string[]): CliError {
  const command = COMMANDS.some(({ name }) => name === first) ? `raretag ${first}` : "raretag";
  const [problem = "", hint] = error.message.replace(/^error: /, "").split("\n");
  return new CliError(
    { source: command },
    problem.replace(/\.$/, ""),
    hint?.replace(/^\((.*)\?\)$/, "$1") ?? `Run "${command} --help"`,
  );
}

/** Messages of foreign errors may quote what they read, so only those of the system are shown. */
function lineOf(error: unknown): string {
  if (error instanceof RaretagError) return error.message;
  if (error instanceof Error && "syscall" in error) return error.message;
  const name = error instanceof Error ? error.name : typeof error;
  return `unexpected ${name}. Run again with RARETAG_DEBUG=1 for its details and report it.`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
