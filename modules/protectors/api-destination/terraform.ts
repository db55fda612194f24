import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import { type DestinationDocument, SEALED } from "./document.ts";

/** An API destination. Its connection is a thing of its own. */
export const apiDestinationInTerraform: TerraformKind<DestinationDocument> = {
  sealed: SEALED,
  form: ({ document: { name, arn, connection, settings }, live, ids }) => ({
    resources: [
      {
        type: "aws_cloudwatch_event_api_destination",
        key: "",
        arguments: { name, connection_arn: ids[connection] ?? connection, ...providerWords(settings) },
        ...(live !== undefined && { importId: name }),
        exports: { [live?.arn ?? arn]: "arn" },
      },
    ],
    left: [],
  }),
};
