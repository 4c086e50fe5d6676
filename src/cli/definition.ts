/** What a command is: its name, flags and where its action lies, as plain data. */
import type { Io } from "./io.js";

/** A flag of a command. */
export interface FlagDefinition {
  /** As Commander writes it: `--epochs <n>`; without `<...>` a switch. */
  readonly flags: string;
  readonly about: string;
  readonly required?: true;
  /** Where it is given, no flag is required. */
  readonly standsAlone?: true;
  /** May be given several times; its value is a list. */
  readonly repeatable?: true;
  /** The words it takes, if only these. */
  readonly choices?: readonly string[];
  /** The numbers it takes, if numbers only. */
  readonly range?: { readonly min: number; readonly max: number; readonly whole?: true };
  /** The key of the run configuration that it sets, where its value is checked. */
  readonly sets?: string;
}

/** The action of a command, with its checked flags and arguments by name. */
export type Action<Options> = (options: Options, io: Io) => Promise<void>;

/** A command of `raretag`. */
export interface CommandDefinition {
  readonly name: string;
  readonly about: string;
  /** Positional argument: `<id>` one, `[paths...]` any number. It joins the options by this name. */
  readonly argument?: { readonly syntax: string; readonly about: string };
  readonly flags: readonly FlagDefinition[];
  /** Loads the action when it runs, so that `--help` starts at once. */
  readonly load: () => Promise<Action<never>>;
}
