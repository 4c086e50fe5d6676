/** Checks the options of an objective, which may come from a configuration file, against their table. */

import { ObjectiveError } from "./error.js";

/** Allowed values by option, the first being the default. */
export type OptionTable = Readonly<Record<string, readonly [string, ...string[]]>>;

/** One value for each option of a table. */
export type Chosen<T extends OptionTable> = { readonly [K in keyof T]: T[K][number] };

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
    Object.entries(table).map(([option, values]) => {
      const value = given[option] ?? values[0];
      if (!(values as readonly unknown[]).includes(value))
        throw new ObjectiveError(
          { source: objective },
          `option ${option} is ${JSON.stringify(value)}`,
          `Use one of ${values.join(", ")}`,
        );
      return [option, value];
    }),
  ) as Chosen<T>;
}
