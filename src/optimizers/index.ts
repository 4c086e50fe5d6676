/** Room `optimizers`: updates of parameters as graph nodes, and learning rates over time. */
export { adamW } from "./adamW.js";
export { clipByGlobalNorm } from "./clip.js";
export type { Optimizer, Update } from "./optimizer.js";
export { type Schedule, scheduleFactor } from "./schedules.js";
export { sgd } from "./sgd.js";
