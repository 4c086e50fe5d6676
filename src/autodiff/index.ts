/** Room `autodiff`: gradients of graphs. */
export { gradients } from "./gradients.js";
