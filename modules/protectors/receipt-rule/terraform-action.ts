import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { type Arguments, Given } from "../kit/terraform/argument.ts";
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
    const [[kind, members] = ["", undefined], ...others] = Object.entries(action);
    const known = Object.hasOwn(ACTIONS, kind) ? ACTIONS[kind] : undefined;
    if (known === undefined || others.length > 0 || !isObject(members))
      return `its ${Object.keys(action).join()}: the provider has none like it`;
    const unknown = Object.keys(members).filter((member) => !known.includes(member));
    if (unknown.length > 0)
      return `${unknown.join(", ")} of its ${kind}: the provider has no argument for it`;
    const position = at + 1;
    const { HeaderValue: added, ...rest } = members;
    const header = new Given(`header_${position}`, "what it adds to mail", "string", String(added));
    const words = { ...providerWords(rest), ...(added !== undefined && { header_value: header }), position };
    const block = snakeCase(kind);
    blocks[block] = [...(blocks[block] ?? []), words];
  }
  return blocks;
}
