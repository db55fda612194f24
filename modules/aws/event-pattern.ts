import type { SiteId } from "../policy/policy.ts";
import type { Calls, WatchedCalls } from "./calls.ts";
import { ruleName } from "./names.ts";

/**
 * As EventBridge takes it, at most 2,048 characters: an account's quota, which it would have to ask to be raised.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function eventPattern({ calls, region }: Pick<WatchedCalls, "calls" | "region">): object {
  const services = [...new Set(calls.map(({ service }) => service))];
  return {
    source: services.map((service) => `aws.${service}`),
    "detail-type": ["AWS API Call via CloudTrail"],
    ...(region !== undefined && { region: [region] }),
    detail: anyOf(calls.map(ofCalls)),
  };
}

/** With less than two alternatives EventBridge takes `$or` for the name of a member. */
function anyOf(alternatives: readonly object[]): object {
  const [only, ...others] = alternatives;
  return only !== undefined && others.length === 0 ? only : { $or: alternatives };
}

function ofCalls({ service, names, on, resources }: Calls): object {
  return {
    eventSource: [`${service}.amazonaws.com`],
    ...(names !== undefined && { eventName: names.map((prefix) => ({ prefix })) }),
    ...(on !== undefined && { requestParameters: on }),
    ...(resources !== undefined && { resources: { ARN: resources } }),
  };
}

/** The one plain sentence, and what to do. EventBridge puts the call in. */
export function noticeOf({ on, named, advice }: WatchedCalls): {
  readonly inputPaths: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
} {
  return {
    inputPaths: {
      call: "$.detail.eventName",
      ...(named !== undefined && { which: `$.detail.requestParameters.${named}` }),
      who: "$.detail.userIdentity.arn",
      from: "$.detail.sourceIPAddress",
      at: "$.time",
      event: "$.detail.eventID",
    },
    inputTemplate: JSON.stringify(
      `zonekeep: <call> on ${on}${named === undefined ? "" : ", <which>,"} by <who> from <from> at <at> (CloudTrail event <event>). ${advice} More: docs/alarms.md`,
    ),
  };
}

/** Name and description of a rule. */
export function ruleOf(
  site: SiteId,
  { rule, on }: WatchedCalls,
): { readonly name: string; readonly description: string } {
  return { name: ruleName(site, rule), description: `Somebody changes ${on}` };
}
