import { everyPage } from "../every-page.ts";
import { type Attempted, attempt } from "./attempt.ts";

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
