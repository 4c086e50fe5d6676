/** Groups of equal key, in order of first appearance (Map.groupBy of newer runtimes than Node 20). */

/** Groups `items` by what `keyOf` gives for each. */
export function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
