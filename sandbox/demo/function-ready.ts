import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import type { DemoClients } from "./clients.ts";
import { poll } from "./poll.ts";

/** Lambda refuses changes until the last one is done. */
export async function functionReady(lambda: DemoClients["lambda"], FunctionName: string): Promise<void> {
  await poll(`${FunctionName} is not ready`, 60_000, async () => {
    const { State, LastUpdateStatus } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName }),
    );
    return State === "Active" && LastUpdateStatus === "Successful" ? true : undefined;
  });
}
