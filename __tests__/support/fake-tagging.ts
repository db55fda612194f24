import type * as T from "@aws-sdk/client-resource-groups-tagging-api";
import { FakeService, type ServiceOptions } from "./fake-aws/service.ts";
import type { FakeLambda } from "./fake-lambda/lambda.ts";

/** The index of tags of one account and region: it knows nothing of what has none, and changes when it is told to. */
export class FakeTagging extends FakeService<T.ResourceGroupsTaggingAPIClient> {
  readonly service = "tag";
  readonly #lambda: FakeLambda;
  /** Names of functions that were tagged a moment ago, so that the index does not know yet. */
  readonly late = new Set<string>();

  constructor(lambda: FakeLambda, options: ServiceOptions) {
    super(options);
    this.#lambda = lambda;
  }

  GetResources({ ResourceTypeFilters = [], PaginationToken }: T.GetResourcesInput) {
    if (ResourceTypeFilters.join() !== "lambda:function") throw new Error("the fake knows functions only");
    const all = [...this.#lambda.functions]
      .filter(([name, { tags }]) => Object.keys(tags).length > 0 && !this.late.has(name))
      .map(([name, { tags }]) => ({
        ResourceARN: `arn:aws:lambda:${this.region}:${this.account}:function:${name}`,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }));
    return {
      PaginationToken: "",
      ...this.paged("ResourceTagMappingList", all, PaginationToken, { token: "PaginationToken" }),
    };
  }
}
