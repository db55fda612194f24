import { NAME, type Region } from "../../support/application.ts";

/** What came back, read from the fakes alone. */
export function stateOf({ lambda, sqs, buckets }: Region) {
  const fn = lambda.functions.get(NAME);
  return {
    versions: [...(fn?.published.values() ?? [])].map(({ code }) => code.toString()),
    environment: fn?.latest.config.Environment,
    tags: fn?.tags,
    mappings: [...lambda.mappings.values()].map(({ EventSourceArn, State }) => ({ EventSourceArn, State })),
    queues: Object.fromEntries(
      [...sqs.queues].map(([name, { attributes, tags }]) => [name, { attributes, tags }]),
    ),
    told: [...buckets.documents.entries()],
  };
}
