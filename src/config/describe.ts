/** The configuration explained: a list of keys for the documentation, a commented YAML file for people. */
import { stringify } from "yaml";
import { allowed, LEAVES } from "./keys.js";
import type { AskedConfig } from "./schema.js";

/** One key of the configuration. */
export interface KeyDescription {
  readonly path: string;
  readonly meaning: string;
  /** What it takes, in words. */
  readonly allowed: string;
}

/** Every key of the configuration with its meaning, in the order of the schema. */
export function describeConfig(): KeyDescription[] {
  return Array.from(LEAVES, ([path, schema]) => ({
    path,
    meaning: schema.description ?? "",
    allowed: allowed(path),
  }));
}

/** A configuration as YAML that {@link loadConfig} reads back, with the meaning of every key beside it. */
export function formatConfig(config: AskedConfig): string {
  const meanings = new Map(describeConfig().map((key) => [key.path, key]));
  const lines: string[] = [];
  const write = (node: object, prefix: string, indent: string): void => {
    for (const [key, value] of Object.entries(node)) {
      const about = meanings.get(prefix + key);
      if (about === undefined) {
        lines.push(`${indent}${key}:`);
        write(value as object, `${prefix}${key}.`, `${indent}  `);
      } else {
        const scalar = stringify(value, { lineWidth: 0 }).trim();
        lines.push(`${indent}${key}: ${scalar} # ${about.meaning} (${about.allowed})`);
      }
    }
  };
  write(config, "", "");
  return `${lines.join("\n")}\n`;
}
