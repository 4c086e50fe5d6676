/** Turns the table of commands into a Commander program. */

import { Argument, Command, Option } from "commander";
import { version } from "../core/index.js";
import { COMMANDS } from "./commands.js";
import type { Action, CommandDefinition, FlagDefinition } from "./definition.js";
import { CliError } from "./error.js";
import type { Io } from "./io.js";

function numberIn(flag: string, { min, max, whole }: NonNullable<FlagDefinition["range"]>) {
  return (text: string): number => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
    throw new CliError(
      { source: flag },
      `the value is ${JSON.stringify(text)} but must be a ${whole ? "whole number" : "number"} >= ${min} and <= ${max}`,
      "Give a number in this range",
    );
  };
}

function optionOf({ flags, about, required, repeatable, choices, range }: FlagDefinition): Option {
  const option = new Option(flags, required ? `${about} (required)` : about);
  if (choices) option.choices(choices);
  if (range) option.argParser(numberIn(option.long as string, range));
  if (repeatable)
    option.argParser((value: string, before?: readonly string[]) => [...(before ?? []), value]);
  return option;
}

/** Checked here and not by Commander, which would complain of a missing flag before a mistyped one. */
function checkRequired(command: Command, definition: CommandDefinition): void {
  const given = ({ flags }: FlagDefinition) =>
    command.getOptionValue(new Option(flags).attributeName()) !== undefined;
  if (definition.flags.some((flag) => flag.standsAlone && given(flag))) return;
  const missing = definition.flags.find((flag) => flag.required && !given(flag));
  if (missing)
    throw new CliError(
      { source: `raretag ${definition.name}` },
      `required option '${missing.flags}' is missing`,
      `Run "raretag ${definition.name} --help"`,
    );
}

function commandOf(definition: CommandDefinition, io: Io): Command {
  const { name, about, argument, flags, load } = definition;
  const command = new Command(name).description(about);
  if (argument) command.addArgument(new Argument(argument.syntax, argument.about));
  for (const flag of flags) command.addOption(optionOf(flag));
  return command.action(async () => {
    checkRequired(command, definition);
    const positional = command.registeredArguments.map((known, i) => [
      known.name(),
      command.processedArgs[i],
    ]);
    const action = (await load()) as Action<object>;
    await action({ ...command.opts(), ...Object.fromEntries(positional) }, io);
  });
}

/** The whole command line. Errors and help are thrown as `CommanderError`, never an exit. */
export function buildProgram(io: Io): Command {
  const program = new Command("raretag")
    .description("Named-entity recognition on small, imbalanced clinical corpora")
    .version(version());
  for (const definition of COMMANDS) program.addCommand(commandOf(definition, io));
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({
      writeOut: io.stdout,
      writeErr: io.stderr,
      outputError: () => {}, // run.ts prints the thrown error, in one line
    });
  return program;
}
