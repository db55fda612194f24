import { uniqueSorted } from "../../core/source-order.ts";
import { CallError } from "../kit/calls.ts";
import type { Inventoried, ProtectorPorts } from "../protector.ts";
import { arnOfDistribution } from "./arn.ts";
import { lambdasOf } from "./config.ts";
import { configOf, type DistributionReads, LIST, readDistributions } from "./read.ts";

/** Every distribution of the account, with the versions of functions that it calls: the list shows them. */
export async function* inventory(ports: ProtectorPorts & DistributionReads): AsyncIterable<Inventoried> {
  for (const found of await readDistributions(ports, ports.account)) {
    const { Id: id } = found;
    if (id === undefined) throw new CallError(LIST, ports.account, new Error("it lists one without an id"));
    yield {
      kind: "cloudfront-distribution",
      id,
      name: id,
      arn: arnOfDistribution(ports, id),
      related: [],
      // No policy selects a distribution by its tags.
      tags: {},
      feeds: uniqueSorted(lambdasOf(configOf(found)).map(({ text }) => text)),
    };
  }
}
