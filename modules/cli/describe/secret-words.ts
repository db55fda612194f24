import type { Kind } from "../../contract/kinds.ts";

/** What a point keeps secret, by the kinds that keep anything. */
const WORDS: Readonly<Partial<Record<Kind, string>>> = {
  "api-destination": "its endpoint",
  "cloudfront-distribution":
    "values of headers that it adds, code of its functions, or what their key-value stores hold",
  "config-rule": "what it tells its function",
  "event-archive": "what its pattern looks for",
  "event-connection": "values that it sends",
  "event-rule": "what its pattern looks for, or what it tells its targets",
  "http-api": "what it adds to requests and answers, addresses that it calls, or variables of its stages",
  lambda: "values of environment variables, or what filters of its mappings look for",
  "log-filter": "what its filters look for",
  "receipt-rule": "whose mail it takes, or what it adds to it",
  "rest-api": "values of its API keys, stage variables, or what it sends on",
  schedule: "what it tells its target",
  "sns-topic": "what its subscriptions look for, or addresses that it tells",
  "state-machine": "parts of its definition",
  "target-group": "what rules of its listeners look for",
  "topic-rule": "its SQL, or what its actions tell others",
  "websocket-api":
    "what it adds to messages and answers, addresses that it calls, or variables of its stages",
};

/** That what is secret of a thing differs, in the words of its kind; what it is shows nowhere. */
export function secretsDifferText(kind: Kind): string {
  const what = WORDS[kind];
  return `secrets${what === undefined ? "" : ` (${what})`} differ`;
}
