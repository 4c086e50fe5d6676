/** Checks the options of an objective, which may come from a configuration file, against their table. */

import { ObjectiveError } from "./error.js";

/** A number between two bounds, which belong to it. */
export interface NumberOption {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** By option its allowed words, the first being the default, or its range. */
export type OptionTable = Readonly<Record<string, readonly [string, ...string[]] | NumberOption>>;

/** One value for each option of a table. */
export type Chosen<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends readonly string[] ? T[K][number] : number;
};

/**
 * Completes the options given with the defaults of the table.
 * @param objective its name, for errors
 * @throws ObjectiveError for an option or a value that the table does not have
 */
export function chooseOptions<T extends OptionTable>(
  objective: string,
  table: T,
  given: Readonly<Record<string, unknown>>,
): Chosen<T> {
  for (const option of Object.keys(given))
    if (!Object.hasOwn(table, option))
      throw new ObjectiveError(
        { source: objective },
        `there is no option ${option}`,
        `The options are ${Object.keys(table).join(", ")}`,
      );
  return Object.fromEntries(
    Object.entries(table).map(([option, allowed]) => {
      const words = "default" in allowed ? undefined : allowed;
      const value = given[option] ?? ("default" in allowed ? allowed.default : allowed[0]);
      if (words ? !(words as readonly unknown[]).includes(value) : !isWithin(value, allowed))
        throw new ObjectiveError(
          { source: objective },
          `option ${option} is ${typeof value === "number" ? value : JSON.stringify(value)}`,
          words
            ? `Use one of ${words.join(", ")}`
            : `Use a number from ${(allowed as NumberOption).min} to ${(allowed as NumberOption).max}`,
        );
      return [option, value];
    }),
  ) as Chosen<T>;
}

function isWithin(value: unknown, allowed: OptionTable[string]): boolean {
  const { min, max } = allowed as NumberOption;
  return typeof value === "number" && value >= min && value <= max;
}
