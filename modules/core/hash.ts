/**
 * FNV-1a over UTF-16 code units, as a whole number below 2^32: the same text gives the same number on every machine
 * and in every release. It spreads things out; it proves nothing and guards nothing.
 */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // Without the last step neighbours such as us-east-1 and us-east-2 would stay neighbours.
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return (hash ^ (hash >>> 15)) >>> 0;
}
