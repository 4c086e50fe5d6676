/** `raretag formats`: every corpus format with its settings. */
import { FORMATS } from "../corpus/index.js";
import type { Io } from "./io.js";

/** Prints a line a format, and one a setting. */
export async function runFormats(_options: object, io: Io): Promise<void> {
  const width = Math.max(...FORMATS.map(({ name }) => name.length));
  for (const { name, title, writer, settings = {} } of FORMATS) {
    io.stdout(`${name.padEnd(width)}  ${title}${writer ? "" : " (only read)"}\n`);
    for (const [setting, about] of Object.entries(settings))
      io.stdout(`${" ".repeat(width)}  --read ${setting}=...: ${about}\n`);
  }
}
