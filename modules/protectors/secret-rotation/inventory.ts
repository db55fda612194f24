import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, ProtectorPorts } from "../protector.ts";
import type { SecretReads } from "./read.ts";
import { rotationOf } from "./rotation.ts";

const LIST = "secretsmanager:ListSecrets";
/** The most that AWS takes. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html */
const MAX_RESULTS = 100;

/** Every secret of the region that a function rotates, with that function. No value is told. */
export async function* inventory({
  secrets,
  region,
}: ProtectorPorts & SecretReads): AsyncIterable<Inventoried> {
  const pages = everyPage(
    LIST,
    region,
    (NextToken) => secrets.send(new ListSecretsCommand({ MaxResults: MAX_RESULTS, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { SecretList = [] } of pages)
    for (const secret of SecretList) {
      const { Name: name, ARN: arn } = secret;
      if (name === undefined || arn === undefined)
        throw new Error(`${LIST} of ${region}: one without a name`);
      const rotation = rotationOf(secret);
      if (rotation === undefined) continue;
      yield {
        kind: "secret-rotation",
        id: name,
        name,
        arn,
        related: [],
        // No policy selects a secret by its tags.
        tags: {},
        feeds: [rotation.RotationLambdaARN],
      };
    }
}
