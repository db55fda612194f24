import { expect, test } from "vitest";
import { messagesOf, messagesOfProject } from "./support/messages.ts";

/** What an engineer would not say, and what to say instead. `npm run messages` prints all that there is to read. */
const ODD: readonly (readonly [RegExp, string])[] = [
  [
    /(?<!there )\b(is|are) no (?!longer\b|more than\b|other\b)(valid|region|list|plan|name|json|yaml|text|key|number|site|file)\b/i,
    "is not a",
  ],
  [/\bno more\b(?! than)/i, "no longer"],
  [/\bshall\b/i, "must, or a plain verb"],
  [/\b(not any ?more|because of none|at most none)\b/i, "no longer; that there is none"],
  [/\b(mend|anew|whilst|upon)\b/i, "correct, again, while, on"],
  [/\b(a|an|the|to|of|is|in) \1\b/i, "one word, once"],
  [
    /\ba [aeio]\w|\ban (?!hour|[aeiou]|S3|SQS|SNS|API|ARN|EventBridge|IAM|IANA|RPO|MQ|HTTP|http|AWS|Etc|8|11|rpo|rto)\w/,
    "a or an",
  ],
  [/\\u00|[^\P{Cc}\n]/u, "no escapes"],
];

/** Those that are right all the same. */
const RIGHT: readonly RegExp[] = [/^a one/, /\ba (one|once|unit|US|user|UTC|European)/];

function oddities(text: string): string[] {
  return ODD.flatMap(([pattern, instead]) =>
    pattern.test(text) && !RIGHT.some((right) => right.test(text)) ? [`${text}: ${instead}`] : [],
  );
}

test("what zonekeep says is what an engineer would say", () => {
  const all = messagesOfProject();
  expect(all.length).toBeGreaterThan(1000);
  expect(
    all.flatMap(({ file, line, text }) => oddities(text).map((odd) => `${file}:${line}: ${odd}`)),
  ).toEqual([]);
});

test("odd words are found in literals and templates, and code is not taken for words", () => {
  const source = [
    'say(`"$',
    '{name}" is no region`); say("runs at a no more"); const path = "a/b"; say("this is fine");',
  ].join("");
  const found = messagesOf("a.ts", source);
  expect(found.map(({ text }) => text)).toEqual(['"…" is no region', "runs at a no more", "this is fine"]);
  expect(found.flatMap(({ text }) => oddities(text))).toHaveLength(2);
});
