import { isObject } from "../../kit/canonical.ts";
import { hostOf } from "../../kit/translate/address.ts";
import type { TopicRuleDocument } from "../document.ts";

const CREATE = "aws iot create-topic-rule-destination";
const LIST = "aws iot list-topic-rule-destinations";
const UPDATE = "aws iot update-topic-rule-destination";

/**
 * Topic rule destinations are things of their own, confirmed by whom they lead to, and no point has them. IoT makes one for
 * an address that is new to it as soon as a rule names that, also a disabled one, and asks there to be confirmed.
 * https://docs.aws.amazon.com/iot/latest/developerguide/rule-destination.html
 * https://docs.aws.amazon.com/iot/latest/apireference/API_HttpAction.html
 */
export function unconfirmed({
  name,
  region,
  settings: { actions, errorAction },
}: Pick<TopicRuleDocument, "name" | "region" | "settings">): string[] {
  const all = [...actions, ...(isObject(errorAction) ? [errorAction] : [])];
  return all.flatMap(({ http, kafka }) => {
    if (isObject(http)) return overHttp(`topic rule ${name}`, region, String(http.url), http.confirmationUrl);
    return isObject(kafka)
      ? `topic rule ${name} sends to Kafka by ${String(kafka.destinationArn)}: that topic rule destination has to be there and enabled`
      : [];
  });
}

/** @param confirmation where IoT asks; not a text: at the address itself */
function overHttp(resource: string, region: string, url: string, confirmation: unknown): string {
  const asked = typeof confirmation === "string" ? confirmation : url;
  const there = `--region ${region}`;
  const sends = `${resource} sends to ${hostOf(url)}: IoT does so once a topic rule destination in ${region} is confirmed for it`;
  if (asked.includes("${"))
    return `${sends}; its address to confirm is drawn from the message, so make one for each: ${CREATE} ${there}`;
  return (
    `${sends}; where there is none, IoT asks ${hostOf(asked)} at once to confirm one, before arm. ` +
    `${LIST} ${there} tells its state; ${UPDATE} --arn ARN --status IN_PROGRESS ${there} has it asked again, --status ENABLED enables a disabled one`
  );
}
