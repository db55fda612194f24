/** What to make of messages of somebody else that lay in the queue of a reading. Empty: there were none. */
export function strange(count: number): string[] {
  if (count === 0) return [];
  const lay = count === 1 ? "1 message of somebody else lay" : `${count} messages of somebody else lay`;
  return [
    `${lay} in the queue by which its events are read, and nothing was made of it: find out who may change that queue's policy`,
  ];
}
