import { call } from "./call.ts";

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
