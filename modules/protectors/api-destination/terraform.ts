import { Given } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import { type DestinationDocument, SEALED } from "./document.ts";

/** An API destination. Its connection is a thing of its own. */
export const apiDestinationInTerraform: TerraformKind<DestinationDocument> = {
  sealed: SEALED,
  form: ({
    document: {
      name,
      arn,
      connection,
      settings: { InvocationEndpoint: endpoint, ...settings },
    },
    live,
    ids,
  }) => ({
    resources: [
      {
        type: "aws_cloudwatch_event_api_destination",
        key: "",
        arguments: {
          name,
          connection_arn: ids[connection] ?? connection,
          ...providerWords(settings),
          // The address of a webhook is all that it takes to call it.
          invocation_endpoint: new Given(
            "endpoint",
            `the address that ${name} calls`,
            "string",
            String(endpoint),
          ),
        },
        ...(live !== undefined && { importId: name }),
        exports: { [live?.arn ?? arn]: "arn" },
      },
    ],
    left: [],
  }),
};
