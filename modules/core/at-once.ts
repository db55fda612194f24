/**
 * What `work` makes of each item, in the order of the items; never more than `limit` of them under way.
 * @throws the first error, once it comes; nothing is begun after it
 */
export async function atOnce<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = items.entries();
  let ended = false;
  const turn = async (): Promise<void> => {
    for (const [at, item] of left) {
      if (ended) return;
      results[at] = await work(item);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, turn));
  } catch (error) {
    ended = true;
    throw error;
  }
  return results;
}
