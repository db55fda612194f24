import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import { errorText } from "../../../core/error-text.ts";
import type { FilledQueue } from "../../../drain/ports.ts";
import { keptEventOf } from "../../../protectors/kit/kept-event.ts";
import { CommandError, EXIT } from "../../terminal/exit.ts";
import { refusesOthers } from "./fill-bus.ts";

const AT_ONCE = 5;
/** Bytes of events that are under way together. */
const LARGEST = 1024 * 1024;
/** A function says not when it was made, only when it was changed: what it got it is not told again. */
const MADE = new Date(0).toISOString();

/**
 * A function, or an alias or version of it as `NAME:ALIAS`, told of events as a rule tells it: whole, asynchronously, under
 * the id and the source that they had. @throws CommandError where there is none
 */
export async function findFunction(
  lambda: Pick<LambdaClient, "send">,
  name: string,
  region: string,
  sources: readonly string[],
): Promise<FilledQueue> {
  const { FunctionArn: arn } = await lambda
    .send(new GetFunctionConfigurationCommand({ FunctionName: name }))
    .catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw new CommandError(
        `there is no function ${name} in ${region}`,
        EXIT.bad,
        `aws lambda list-functions --region ${region} shows those that are there`,
      );
    });
  if (arn === undefined) throw new Error(`Lambda answered without the ARN of ${name}`);
  return {
    arn,
    made: MADE,
    fifo: false,
    most: AT_ONCE,
    largest: LARGEST,
    refuses: (from) => refusesOthers(arn, from),
    leaves: ({ body }) => {
      const { source } = keptEventOf(body);
      return sources.length === 0 || sources.includes(source) ? undefined : `of source ${source}`;
    },
    send: async (messages) => {
      const done = await Promise.allSettled(
        messages.map(({ body }) =>
          lambda.send(
            new InvokeCommand({ FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(body) }),
          ),
        ),
      );
      return done.flatMap((one, at) =>
        one.status === "fulfilled" ? [] : [{ at, id: messages[at]?.id ?? "", why: errorText(one.reason) }],
      );
    },
  };
}
