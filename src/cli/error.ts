/** The error of room `cli`. */
import { RaretagError } from "../core/index.js";

/** A command line that cannot be run: unknown command or flag, missing or wrong value. */
export class CliError extends RaretagError {}

/** A check that the user asked for found something, after all output: exit code 1. */
export class CheckFailed extends CliError {}
