/** The table of commands with every flag; the command line, its help and the documentation test follow it. */
import { CORPORA } from "./commands/corpora.js";
import { MODELS } from "./commands/models.js";
import { STUDIES } from "./commands/studies.js";
import { TOOLS } from "./commands/tools.js";
import type { CommandDefinition } from "./definition.js";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [...CORPORA, ...MODELS, ...STUDIES, ...TOOLS];
