import type { JsonObject } from "../../contract/json.ts";
import { type Arguments, Given } from "../kit/terraform/argument.ts";
import { knownAction } from "../kit/terraform/known-action.ts";
import { providerWords, snakeCase } from "../kit/terraform/provider-words.ts";

/** Actions that the provider of this version knows, each with the members that it has arguments for. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AddHeaderAction: ["HeaderName", "HeaderValue"],
  BounceAction: ["TopicArn", "SmtpReplyCode", "StatusCode", "Message", "Sender"],
  LambdaAction: ["TopicArn", "FunctionArn", "InvocationType"],
  S3Action: ["TopicArn", "BucketName", "ObjectKeyPrefix", "KmsKeyArn", "IamRoleArn"],
  SNSAction: ["TopicArn", "Encoding"],
  StopAction: ["Scope", "TopicArn"],
  WorkmailAction: ["TopicArn", "OrganizationArn"],
};

/** Actions as the provider takes them, by their blocks: each says its position. A text: what it has no argument for. */
export function actionBlocks(
  actions: readonly JsonObject[],
): Readonly<Record<string, readonly Arguments[]>> | string {
  const blocks: Record<string, Arguments[]> = {};
  for (const [at, action] of actions.entries()) {
    const known = knownAction(action, ACTIONS, (kind) => `its ${kind}`);
    if (typeof known === "string") return known;
    const { kind, members } = known;
    const position = at + 1;
    const { HeaderValue: added, ...rest } = members;
    const header = new Given(`header_${position}`, "what it adds to mail", "string", String(added));
    const words = { ...providerWords(rest), ...(added !== undefined && { header_value: header }), position };
    const block = snakeCase(kind);
    blocks[block] = [...(blocks[block] ?? []), words];
  }
  return blocks;
}
