import type { KindSpec } from "../spec.ts";
import { tableNamed } from "./arn.ts";
import { tablePermissions, tableWildcards } from "./permissions.ts";

/** Nothing here makes an empty table, reads an item by itself, or deletes a table or a backup. */
export const dynamodbTableSpec: KindSpec = {
  kind: "dynamodb-table",
  noun: ["table", "tables"],
  home: "regional",
  source: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.Lambda.html",
  trigger: "dynamodb",
  // Lambda's mappings name the streams that they read; a table cannot tell.
  listedToFollow: false,
  idOf: ({ service, resource }) => (service === "dynamodb" ? tableNamed(resource) : undefined),
  written: {
    id: "NAME",
    arn: "arn:{partition}:dynamodb:{region}:{account}:table/NAME",
    parts: [{ letters: /[A-Za-z0-9_.-]/, least: 3, most: 255 }],
  },
  permissions: tablePermissions,
  wildcardActions: tableWildcards,
  pace: {
    // ListTagsOfResource has the lowest rate of all reads.
    budget: "DynamoDB reads of tags",
    source: "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html",
    perSecond: 10,
    // All is read twice.
    perThing: () => 2,
    perPage: () => 0,
    pageSize: 100,
  },
};
