import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { CaptureItem } from "../../../contract/events.ts";
import { functionOf } from "../../../core/arn.ts";
import { CallError } from "../../kit/calls.ts";

/**
 * What is asked for by its name is what the point will be of: an item lies in the work area, where others may write.
 * @throws CallError when another function answered
 */
export function ofItem(
  answered: FunctionConfiguration,
  { name, arn }: Pick<CaptureItem, "name" | "arn">,
): FunctionConfiguration {
  const { FunctionArn = "no function" } = answered;
  if (functionOf(FunctionArn) === arn) return answered;
  throw new CallError(
    "lambda:GetFunction",
    name,
    new Error(`it answered for ${FunctionArn}, not for ${arn}`),
  );
}
