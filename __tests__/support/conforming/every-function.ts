import { LambdaClient } from "@aws-sdk/client-lambda";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { awsError } from "../fake-aws/error.ts";

interface Asked {
  readonly constructor: { readonly name: string };
  readonly input: { readonly FunctionName: string; readonly Qualifier?: string };
}

/** By `name` or `name:qualifier` the statements of a function's policy; absent: one that lets every service in. */
export type Policies = ReadonlyMap<string, readonly object[]>;

const OPEN = [{ Effect: "Allow", Principal: "*", Action: "lambda:InvokeFunction" }];

/** The same clients, beside a Lambda with every function that is asked for but those that are absent, by their ARNs. */
export function everyFunction(
  others: ClientOf,
  absent: ReadonlySet<string>,
  policies: Policies = new Map(),
): ClientOf {
  const send = async ({ constructor: { name: call }, input }: Asked): Promise<object> => {
    if (call === "GetPolicyCommand") {
      const { FunctionName: name, Qualifier } = input;
      const statements = policies.get(Qualifier === undefined ? name : `${name}:${Qualifier}`) ?? OPEN;
      if (statements.length === 0) throw awsError("ResourceNotFoundException", 404);
      return { Policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) };
    }
    if (absent.has(input.FunctionName)) throw awsError("ResourceNotFoundException", 404);
    return { FunctionArn: input.FunctionName };
  };
  return (Class) =>
    (Class as unknown) === LambdaClient ? ({ send } as InstanceType<typeof Class>) : others(Class);
}
