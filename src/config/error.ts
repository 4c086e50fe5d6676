/** The error of room `config`. */
import { RaretagError } from "../core/index.js";

/** A run configuration that cannot be used: unknown key, wrong value, broken YAML. */
export class ConfigError extends RaretagError {}
