import { ListTagsCommand } from "@aws-sdk/client-lambda";
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  type ResourceTagMapping,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { failureText } from "../../core/error-text.ts";
import { callOrNone } from "../kit/calls.ts";
import { everyPage } from "../kit/pages.ts";
import type { Refusals } from "../kit/refusals.ts";
import type { InventoryOptions, ProtectorPorts } from "../protector.ts";
import type { ReadList } from "../read-list.ts";
import type { LambdaReads } from "./ports.ts";

type Tags = Readonly<Record<string, string>>;

/** Tags of a function, as `lambda:ListFunctions` lists none; `undefined` when it is gone since the list, or refuses us. */
type TagReader = (name: string, arn: string) => Promise<Tags | undefined>;

/**
 * Reads the index of all tags of the region, a hundred functions a call, where more than one function is `asked` about.
 * The index follows changes after a while, and knows nothing of what never had a tag: a function that it does not know is
 * asked by itself, so that a new one is missed by nobody.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export async function tagReader(
  reads: LambdaReads & Pick<ProtectorPorts, "client">,
  asked: number,
  warn: InventoryOptions["warn"],
  list: ReadList,
  refusals: Refusals,
): Promise<TagReader> {
  const index = asked > 1 ? await readIndex(reads, warn, list) : new Map<string, Tags>();
  return async (name, arn) => {
    const known = index.get(arn);
    if (known !== undefined) return known;
    const answer = await refusals.ask(name, () =>
      callOrNone("lambda:ListTags", name, () => reads.lambda.send(new ListTagsCommand({ Resource: arn }))),
    );
    return answer && (answer.Tags ?? {});
  };
}

/** Empty, with a warning, when it cannot be read: then each function is asked. */
async function readIndex(
  reads: Pick<ProtectorPorts, "client" | "region">,
  warn: InventoryOptions["warn"],
  list: ReadList,
): Promise<ReadonlyMap<string, Tags>> {
  try {
    return new Map(await list("lambda-tags", () => listTags(reads)));
  } catch (error) {
    warn(`each function is asked for its tags, a call for each: ${failureText(error)}`);
    return new Map();
  }
}

/** By the ARNs of functions that have tags, or had some. */
async function* listTags({
  client,
  region,
}: Pick<ProtectorPorts, "client" | "region">): AsyncIterable<readonly [arn: string, tags: Tags]> {
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
  for await (const { ResourceTagMappingList = [] } of pages)
    for (const mapping of ResourceTagMappingList)
      if (mapping.ResourceARN !== undefined) yield [mapping.ResourceARN, tagsOf(mapping)];
}

function tagsOf({ Tags = [] }: ResourceTagMapping): Tags {
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
