import { CreateFunctionCommand, type CreateFunctionRequest } from "@aws-sdk/client-lambda";
import type { DemoClients } from "./clients.ts";
import { functionReady } from "./function-ready.ts";
import { ACCOUNT } from "./regions.ts";

/** Makes a function of a team, under the team's role, and waits until it can be invoked. */
export async function makeSample(
  { lambda }: DemoClients,
  name: string,
  team: string,
  zip: Uint8Array,
  extra: Partial<CreateFunctionRequest>,
): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs24.x",
      Role: `arn:aws:iam::${ACCOUNT}:role/${team}-lambda`,
      Handler: "index.handler",
      Timeout: 10,
      Code: { ZipFile: zip },
      ...extra,
    }),
  );
  await functionReady(lambda, name);
}
