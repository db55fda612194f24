import {
  AddPermissionCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { type Aws, HOME, required } from "../clients.ts";
import { ACCOUNT } from "../servers.ts";

export const CODE = "exports.handler = async () => 1;";

export const arn = (name: string): string => `arn:aws:lambda:${HOME}:${ACCOUNT}:function:${name}`;

/** Changes `$LATEST` and publishes it. */
export async function publish({ lambda }: Aws, name: string, description: string): Promise<string> {
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Description: description }));
  return required((await lambda.send(new PublishVersionCommand({ FunctionName: name }))).Version);
}

export const allow = (name: string, sid: string, more: object = {}) =>
  new AddPermissionCommand({
    FunctionName: name,
    StatementId: sid,
    Action: "lambda:InvokeFunction",
    Principal: "s3.amazonaws.com",
    ...more,
  });
