import { LambdaClient } from "@aws-sdk/client-lambda";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { awsError } from "../fake-aws/error.ts";

/** The same clients, beside a Lambda with every function that is asked for but those that are absent, by their ARNs. */
export function everyFunction(others: ClientOf, absent: ReadonlySet<string>): ClientOf {
  const send = async ({ input }: { input: { FunctionName: string } }): Promise<object> => {
    if (absent.has(input.FunctionName)) throw awsError("ResourceNotFoundException", 404);
    return { FunctionArn: input.FunctionName };
  };
  return (Class) =>
    (Class as unknown) === LambdaClient ? ({ send } as InstanceType<typeof Class>) : others(Class);
}
