import { type Attempted, attempt } from "./attempt.ts";
import { call } from "./calls.ts";

/**
 * Every page of a list, also after an empty one. A token that comes again would loop for ever, or hide the rest.
 * @throws CallError when a page does not come; an error when a token comes twice.
 */
export async function* everyPage<Page>(
  name: string,
  resource: string,
  read: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => string | undefined,
): AsyncIterable<Page> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const from = token;
    const page = await call(name, resource, () => read(from));
    yield page;
    token = nextToken(page) || undefined;
    if (token !== undefined && seen.has(token))
      throw new Error(
        `${name} of ${resource}: the same page came twice, so the list cannot be read to its end`,
      );
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
}

/** Every item of a list. A throttle in the middle begins it anew, since a token may have expired meanwhile. */
export function listAll<Page, Item>(
  sleep: (milliseconds: number) => Promise<void>,
  what: Attempted,
  read: (token: string | undefined) => Promise<Page>,
  open: (page: Page) => { readonly items: readonly Item[] | undefined; readonly next: string | undefined },
): Promise<Item[]> {
  return attempt(sleep, what, async () => {
    const all: Item[] = [];
    const pages = everyPage(what.call, what.resource, read, (page) => open(page).next);
    for await (const page of pages) all.push(...(open(page).items ?? []));
    return all;
  });
}
