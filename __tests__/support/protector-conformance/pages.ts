import { demand, demandEqual, errorOf, forThings, type Law } from "./law.ts";
import { phasesOf } from "./phases.ts";
import { type Interference, isEndless, type Sent, Wire } from "./wire.ts";

/** Names of the token in an answer, with the one by which the next request hands it back. */
const TOKENS: Readonly<Record<string, string>> = {
  ContinuationToken: "ContinuationToken",
  LastEvaluatedBackupArn: "ExclusiveStartBackupArn",
  LastEvaluatedTableName: "ExclusiveStartTableName",
  NextContinuationToken: "ContinuationToken",
  NextMarker: "Marker",
  NextToken: "NextToken",
  nextToken: "nextToken",
  position: "position",
};
const EMPTY = "page-after-the-empty-one";
const AGAIN = "the-same-token";

export const pages: Law = {
  number: 1,
  title: "every page is read, a repeated token throws",
  check: async (kind, sizes) => {
    let paged = 0;
    await forThings(kind, sizes, async (journey) => {
      const all = await journey.captured(journey.source(1000));
      const few = await journey.captured(journey.source(1));
      demandEqual(few.document, all.document, "a capture depends on the size of pages: the document");
      // With neighbours, for an inventory of several pages.
      const [large, small] = [journey.source(1000), journey.source(1)] as const;
      for (const fake of [large, small]) kind.neighbours?.(fake, journey.value);
      const listed = await journey.inventory(new Wire(small));
      demandEqual(listed, await journey.inventory(new Wire(large)), "a list depends on the size of pages:");
      for (const { name, begin } of await phasesOf(journey, small)) {
        const plain = await outcome(begin, () => undefined);
        const empty = await outcome(begin, emptyFirst());
        demandEqual(empty.done, plain.done, `${name}: an empty page in front changes the outcome:`);
        for (const call of plain.paged) {
          paged += 1;
          const again = repeated(call);
          const { error, done } = await outcome(begin, again.interfere);
          // Who looks for one thing, and has found it, need not go on.
          const isFound = !again.followed() && JSON.stringify(done) === JSON.stringify(plain.done);
          demand(
            isFound || (error !== undefined && !isEndless(error)),
            () =>
              `${name}: ${call} gives one token again and again: ${error?.message ?? "and that goes well"}`,
          );
        }
      }
    });
    demand(paged > 0, () => "no case has a list of two pages");
  },
};

async function outcome(
  begin: () => Promise<{ fake: Wire["fake"]; run: (wire: Wire) => Promise<unknown> }>,
  interfere: (sent: Sent) => Interference | undefined,
) {
  const { fake, run } = await begin();
  const wire = new Wire(fake);
  const paged = new Set<string>();
  wire.interfere = (sent) => {
    const own = interfere(sent);
    return {
      ...own,
      after: (answer) => {
        if (tokenOf(answer) !== undefined) paged.add(sent.call);
        return own?.after?.(answer) ?? answer;
      },
    };
  };
  let done: unknown;
  const error = await errorOf(async () => {
    done = await run(wire);
  });
  return { done: error === undefined ? tell(done) : error.message, error, paged };
}

/** Maps are not JSON. */
function tell(done: unknown): unknown {
  const { ids, activation } = (done ?? {}) as { ids?: Map<string, string>; activation?: unknown };
  if (ids !== undefined) return { ids: [...ids], activation };
  return (done as { document?: unknown } | undefined)?.document ?? done;
}

function tokenOf(answer: object): string | undefined {
  const page = pageOf(answer);
  return Object.keys(TOKENS).find((key) => typeof page[key] === "string");
}

/** CloudFront's pages lie within an answer. */
const WITHIN = ["DistributionList", "KeyValueStoreList"];

function pageOf(answer: object): Record<string, unknown> {
  const fields = answer as Record<string, unknown>;
  const within = WITHIN.find((name) => name in answer);
  return (within === undefined ? fields : fields[within]) as Record<string, unknown>;
}

function withPage(answer: object, page: object): object {
  const within = WITHIN.find((name) => name in answer);
  return within === undefined ? page : { ...answer, [within]: page };
}

/** Each list that has a second page begins with a page of nothing; what follows that is what was asked for first. */
function emptyFirst() {
  const first = new Map<string, object>();
  return ({ input }: Sent): Interference | undefined => {
    const handed = Object.values(input).find((value) => first.has(value as string)) as string | undefined;
    if (handed !== undefined) return { input: first.get(handed) ?? {} };
    if (Object.values(TOKENS).some((key) => typeof (input as Record<string, unknown>)[key] === "string"))
      return undefined;
    return {
      after: (answer) => {
        const token = tokenOf(answer);
        if (token === undefined) return answer;
        const without = Object.entries(pageOf(answer)).map(([key, value]) => [
          key,
          Array.isArray(value) ? [] : value,
        ]);
        const after = `${EMPTY}-${first.size}`;
        first.set(after, input);
        return withPage(answer, { ...Object.fromEntries(without), [token]: after });
      },
    };
  };
}

/** A list that never moves on. */
function repeated(call: string) {
  let followed = false;
  let first: object = {};
  const interfere = (sent: Sent): Interference | undefined => {
    if (sent.call !== call) return undefined;
    const isAgain = Object.values(sent.input).includes(AGAIN);
    followed ||= isAgain;
    if (!isAgain) first = sent.input;
    return {
      ...(isAgain && { input: first }),
      after: (answer) => withPage(answer, { ...pageOf(answer), [tokenOf(answer) ?? "NextToken"]: AGAIN }),
    };
  };
  return { interfere, followed: () => followed };
}
