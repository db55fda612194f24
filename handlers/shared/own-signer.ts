import { signingAliasArn } from "../../modules/aws/names.ts";
import { parseArn } from "../../modules/core/arn.ts";
import type { Invocation } from "./own-places.ts";

/**
 * ARN of the alias of the key that signs in a runner's region: what is deployed says which, and never a request.
 * `generation`: as its stack says it; the first where it says none.
 */
export function ownSigner({ invokedFunctionArn }: Invocation, generation: string | undefined): string {
  const { partition, region, account } = parseArn(invokedFunctionArn);
  return signingAliasArn({ partition, account }, region, Number(generation ?? 1));
}
