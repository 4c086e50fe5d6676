/** The run configuration that a command line asks for. */
import { Option } from "commander";
import { type AskedConfig, loadAskedConfig, type Setting, scalarOf } from "../config/index.js";
import { COMMANDS } from "./commands.js";
import { readTextFile } from "./readTextFile.js";

/** Flags about the configuration, common to `train` and `config`. */
export interface ConfigOptions {
  readonly config?: string;
  readonly set?: readonly string[];
}

/**
 * Reads the configuration file and puts flags and overrides over it.
 * @param command name of the command whose flags these are
 * @param base stands in for the file where no flag names one
 * @throws ConfigError if a value is not allowed, CliError if there is no such file
 */
export async function readConfig(
  command: string,
  options: ConfigOptions,
  base?: { readonly source: string; readonly text: string },
): Promise<AskedConfig> {
  const { config: source, set: sets } = options;
  const file =
    source === undefined ? base : { source, text: await readTextFile(source, "--config") };
  return loadAskedConfig({ file, flags: settingsOf(command, options), sets });
}

function settingsOf(command: string, options: object): Setting[] {
  const given = options as Record<string, string | undefined>;
  const { flags = [] } = COMMANDS.find(({ name }) => name === command) ?? {};
  return flags.flatMap(({ flags, sets }) => {
    const option = new Option(flags);
    const text = given[option.attributeName()];
    if (sets === undefined || text === undefined) return [];
    const scalar = scalarOf(text);
    const value = typeof scalar === "number" ? scalar : text;
    return [{ path: sets, value, place: { source: option.long } }];
  });
}
