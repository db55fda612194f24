/**
 * What a record holds under a name that somebody else chose: `undefined` where it holds nothing, also for the names that
 * every object inherits (`constructor`).
 */
export function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
