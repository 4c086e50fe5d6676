/** `--read NAME=VALUE`: settings of a corpus format's reader. */
import { CliError } from "./error.js";

/** Settings by name. @throws CliError for one that is no pair, or given twice */
export function readSettings(pairs: readonly string[] = []): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const pair of pairs) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined)
      throw new CliError(
        { source: "--read" },
        `${JSON.stringify(pair)} is not NAME=VALUE`,
        "`raretag formats` lists the settings of each format",
      );
    if (Object.hasOwn(settings, name))
      throw new CliError({ source: "--read" }, `${name} is given twice`, "Give it once");
    settings[name] = value;
  }
  return settings;
}
