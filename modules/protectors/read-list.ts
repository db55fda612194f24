/** Reads the things of a list, JSON each; `warn` hears what of it could not be read. */
export type Read<Entry> = (warn: (message: string) => void) => AsyncIterable<Entry>;

/**
 * A whole list of the region: read, or taken from another run that read it in the same start window, with what could not
 * be read of it. `name`: a word that no other list has. A list of which a part fails is none.
 * @throws what `read` throws
 */
export type ReadList = <Entry>(name: string, read: Read<Entry>) => Promise<readonly Entry[]>;

/** Reads each list. */
export function readEach(warn: (message: string) => void): ReadList {
  return async (_name, read) => {
    const found = [];
    for await (const one of read(warn)) found.push(one);
    return found;
  };
}
