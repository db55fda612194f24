import { GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { isArn } from "../../core/arn.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { READ } from "../kit/api-methods.ts";
import { orNone } from "../kit/attempt.ts";
import { withoutOrigin } from "../kit/origin.ts";
import { everyPage } from "../kit/pages.ts";
import { Refusals } from "../kit/refusals.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { apiArn } from "./arn.ts";
import { type ApiReads, LIMIT, readAuthorizers, readResources, readStages } from "./read.ts";
import { filled, splitUri, variablesIn } from "./uri.ts";

/** Every REST API of the region, with the functions that its methods and authorizers call. */
export async function* inventory(
  ports: ProtectorPorts & ApiReads,
  { warn }: InventoryOptions,
): AsyncIterable<Inventoried> {
  const refusals = new Refusals();
  const pages = everyPage(
    READ,
    `REST APIs of ${ports.region}`,
    (position) => ports.gateway.send(new GetRestApisCommand({ position, limit: LIMIT })),
    ({ position }) => position,
  );
  for await (const { items = [] } of pages)
    for (const { id, name = "", tags } of items) {
      if (id === undefined) throw new Error(`${READ} of REST APIs of ${ports.region}: one without id`);
      const feeds = await refusals.ask(id, () => orNone(() => calledBy(ports, id)), []);
      // Gone since it was listed.
      if (feeds === undefined) continue;
      yield {
        kind: "rest-api",
        id,
        name,
        arn: apiArn(ports, id),
        related: [],
        tags: withoutOrigin(tags ?? {}),
        feeds,
      };
    }
  refusals.tell(warn, "REST APIs that may not be asked whom they call, so that they come with nobody");
}

/** Functions by their ARNs, with what stage variables make of them. */
async function calledBy(reads: ApiReads, id: string): Promise<string[]> {
  const uris = [
    ...(await readResources(reads, id)).flatMap(({ resourceMethods = {} }) =>
      Object.values(resourceMethods).flatMap(({ methodIntegration }) => methodIntegration?.uri ?? []),
    ),
    ...(await readAuthorizers(reads, id)).flatMap(({ settings }) =>
      [settings.authorizerUri ?? []].flat().map(String),
    ),
  ];
  const called = uris.flatMap((uri) => splitUri(uri).function ?? []);
  const stages = called.some((one) => variablesIn(one).length > 0) ? await readStages(reads, id) : [];
  return uniqueSorted(
    called.flatMap((one) =>
      variablesIn(one).length === 0
        ? one
        : stages.flatMap(({ variables = {}, canarySettings }) =>
            [variables, { ...variables, ...canarySettings?.stageVariableOverrides }].map((of) =>
              filled(one, of),
            ),
          ),
    ),
  ).filter((one) => isArn(one) && variablesIn(one).length === 0);
}
