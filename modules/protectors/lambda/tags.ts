import { ListTagsCommand } from "@aws-sdk/client-lambda";
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  type ResourceTagMapping,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { failureText } from "../../core/error-text.ts";
import { callOrNone } from "../kit/calls.ts";
import { everyPage } from "../kit/pages.ts";
import type { InventoryOptions, ProtectorPorts } from "../protector.ts";
import type { LambdaReads } from "./ports.ts";

type Tags = Readonly<Record<string, string>>;

/** Tags of functions, as `lambda:ListFunctions` lists none. */
export interface TagReader {
  /** So many of the functions at hand will be asked about. */
  expect(functions: number): Promise<void>;
  /** `undefined` when the function is gone since the list. */
  of(name: string, arn: string): Promise<Tags | undefined>;
}

/**
 * Reads the index of all tags of the region, a hundred functions a call, as soon as more than one function is asked
 * about. The index follows changes after a while, and knows nothing of what never had a tag: a function that it does not
 * know is asked by itself, so that a new one is missed by nobody.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export function tagReader(
  reads: LambdaReads & Pick<ProtectorPorts, "client">,
  warn: InventoryOptions["warn"],
): TagReader {
  let index: Promise<ReadonlyMap<string, Tags>> | undefined;
  return {
    expect: async (functions) => {
      if (functions > 1) index ??= readIndex(reads, warn);
      await index;
    },
    of: async (name, arn) => {
      const known = (await index)?.get(arn);
      if (known !== undefined) return known;
      const answer = await callOrNone("lambda:ListTags", name, () =>
        reads.lambda.send(new ListTagsCommand({ Resource: arn })),
      );
      return answer && (answer.Tags ?? {});
    },
  };
}

/** Empty, with a warning, when it cannot be read: then each function is asked. */
async function readIndex(
  { client, region }: Pick<ProtectorPorts, "client" | "region">,
  warn: InventoryOptions["warn"],
): Promise<ReadonlyMap<string, Tags>> {
  const tagging = client(ResourceGroupsTaggingAPIClient);
  const pages = everyPage(
    "tag:GetResources",
    region,
    (PaginationToken) =>
      tagging.send(
        new GetResourcesCommand({
          ResourceTypeFilters: ["lambda:function"],
          ResourcesPerPage: 100,
          PaginationToken,
        }),
      ),
    // The last page has an empty one.
    ({ PaginationToken }) => PaginationToken || undefined,
  );
  try {
    const found = new Map<string, Tags>();
    for await (const { ResourceTagMappingList = [] } of pages)
      for (const mapping of ResourceTagMappingList)
        if (mapping.ResourceARN !== undefined) found.set(mapping.ResourceARN, tagsOf(mapping));
    return found;
  } catch (error) {
    warn(`each function is asked for its tags, a call for each: ${failureText(error)}`);
    return new Map();
  }
}

function tagsOf({ Tags = [] }: ResourceTagMapping): Tags {
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
