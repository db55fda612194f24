import { expect, test } from "vitest";
import { LAWS } from "../support/protector-conformance/laws.ts";
import { caughtBy, occurrences, type PlantedFault } from "../support/protector-conformance/planted.ts";

const KIT = "modules/protectors/kit";
const LAMBDA = "__tests__/support/conforming/lambda.ts";
const QUEUES = "__tests__/support/conforming/sqs-queue.ts";
const NOTIFICATIONS = "__tests__/support/conforming/s3-notifications.ts";
const RULES = "__tests__/support/conforming/event-rule.ts";
const SCHEDULES = "__tests__/support/conforming/schedule.ts";
const TOPICS = "__tests__/support/conforming/sns-topic.ts";
const TOY = "__tests__/support/parameter/kind.ts";

/** Mistakes of one line in the code of kinds, by the kind they are tried on; each is caught by the laws it names. */
const FAULTS: readonly (PlantedFault & { readonly module: string; readonly what: string })[] = [
  {
    what: "only the first page is read",
    module: TOY,
    file: `${KIT}/pages.ts`,
    find: "token = nextToken(page) || undefined;",
    replace: "token = undefined;",
    laws: [1],
  },
  {
    what: "a token that comes again is followed",
    module: TOY,
    file: `${KIT}/pages.ts`,
    find: "if (token !== undefined && seen.has(token))",
    replace: "if (false)",
    laws: [1],
  },
  {
    what: "every 404 is absence",
    module: TOY,
    file: "modules/core/failure.ts",
    find: "status !== undefined && ABSENT[name]?.includes(status)",
    replace: "status === 404 && name !== undefined",
    laws: [2],
  },
  {
    what: "every error is absence",
    module: TOY,
    file: `${KIT}/calls.ts`,
    find: "if (isAbsent(error)) return undefined;",
    replace: "if (error) return undefined;",
    laws: [2, 4],
  },
  {
    what: "what keeps changing is read for ever",
    module: TOY,
    file: `${KIT}/moment.ts`,
    find: "if (reads >= READS)",
    replace: "if (false)",
    laws: [3],
  },
  {
    what: "an error does not name its call",
    module: TOY,
    file: `${KIT}/calls.ts`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of the file
    find: "super(`${call} of ${resource}: ${errorText(cause)}`);",
    replace: "super(errorText(cause));",
    laws: [4],
  },
  {
    what: "an error of AWS is thrown as it is",
    module: TOY,
    file: `${KIT}/attempt.ts`,
    find: "throw error instanceof RestoreError ? error : failed(what, error, message, words);",
    replace: "throw error;",
    laws: [4],
  },
  {
    what: "a step shows what it writes",
    module: TOY,
    file: "__tests__/support/parameter/restore.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of the file
    find: "title: `${title} ${name}`",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of the file
    replace: "title: `${title} ${name} ${value}`",
    laws: [5],
  },
  {
    what: "values are sent where no client takes them for secrets",
    module: TOY,
    file: "__tests__/support/parameter/restore.ts",
    find: "SecretString: value",
    replace: "Value: value",
    laws: [5],
  },
  {
    what: "nothing differs",
    module: TOY,
    file: `${KIT}/differences.ts`,
    find: "if (sameJson(was, is)) return [];",
    replace: "return [];",
    laws: [6],
  },
  {
    what: "the map is not looked at",
    module: TOY,
    file: `${KIT}/translate/walk.ts`,
    find: 'if (typeof value === "string") return translateText(value, path, scope, into);',
    replace: "",
    laws: [6],
  },
  {
    what: "things of any content are the same",
    module: TOY,
    file: `${KIT}/canonical.ts`,
    find: "return JSON.stringify(a) === JSON.stringify(b);",
    replace: "return true;",
    laws: [6],
  },
  {
    what: "no ARN is a reference",
    module: TOY,
    file: `${KIT}/references.ts`,
    find: "if (isArn(value) && !isOwn(value, own))",
    replace: "if (isArn(value) && isOwn(value, own))",
    laws: [12],
  },
  {
    what: "a wrong field is refused without its place",
    module: TOY,
    file: `${KIT}/parse.ts`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of the file
    find: '${instancePath === "" ? "it" : instancePath}',
    replace: "it",
    laws: [14],
  },
  {
    what: "a wrong form is any error",
    module: TOY,
    file: `${KIT}/parse.ts`,
    find: "throw new FormError(",
    replace: "throw new Error(",
    laws: [14],
  },
  {
    what: "a queue's attributes are read once",
    module: QUEUES,
    file: "modules/protectors/sqs-queue/capture.ts",
    find: "const after = await readAttributes(reads, name, url);",
    replace: "const after = before;",
    laws: [3],
  },
  {
    what: "a queue comes back without its tags",
    module: QUEUES,
    file: "modules/protectors/sqs-queue/restore/create.ts",
    find: "Attributes: { ...writes }, tags }",
    replace: "Attributes: { ...writes } }",
    laws: [6, 7],
  },
  {
    what: "a live queue is changed without being asked",
    module: QUEUES,
    file: "modules/protectors/sqs-queue/restore.ts",
    find: "else if (live !== undefined && !request.replace)",
    replace: "else if (live !== undefined && request.replace === undefined)",
    laws: [13],
  },
  {
    what: "a queue's tags are set and not permitted",
    module: QUEUES,
    file: "modules/protectors/sqs-queue/spec.ts",
    find: '"SetQueueAttributes", "TagQueue")',
    replace: '"SetQueueAttributes")',
    laws: [11],
  },
  {
    what: "hints of another kind are passed over",
    module: QUEUES,
    file: "modules/protectors/sqs-queue/capture.ts",
    find: "if (item.hints !== undefined)",
    replace: "if (false)",
    laws: [14],
  },
  {
    what: "rules come back enabled",
    module: RULES,
    file: "modules/protectors/event-rule/restore.ts",
    find: 'const disabled = { ...document, state: "DISABLED" as const };',
    replace: "const disabled = document;",
    laws: [10],
  },
  {
    what: "what a rule tells its targets stands in the document",
    module: RULES,
    file: "modules/protectors/event-rule/capture.ts",
    find: "const { targets, secrets } = withoutTold(whole);",
    replace: "const { targets, secrets } = { ...withoutTold(whole), targets: whole };",
    laws: [5],
  },
  {
    what: "a rule comes back without its description",
    module: RULES,
    file: "modules/protectors/event-rule/restore/write.ts",
    find: "...settings,",
    replace: "...{ ...settings, Description: undefined },",
    laws: [6],
  },
  {
    what: "schedules come back enabled",
    module: SCHEDULES,
    file: "modules/protectors/schedule/restore.ts",
    find: "const wanted = { ...document, settings, secrets, enabled: false };",
    replace: "const wanted = { ...document, settings, secrets };",
    laws: [10],
  },
  {
    what: "what a schedule tells its target stands in the document",
    module: SCHEDULES,
    file: "modules/protectors/schedule/read.ts",
    find: "pick({ ...answer, Target: target }, SETTINGS)",
    replace: "pick(answer, SETTINGS)",
    laws: [5],
  },
  {
    what: "an update leaves out when a schedule calls no more",
    module: SCHEDULES,
    file: "modules/protectors/schedule/write.ts",
    find: "...(EndDate !== undefined && { EndDate: new Date(String(EndDate)) }),",
    replace: "",
    laws: [6, 7],
  },
  {
    what: "a topic may change while it is read",
    module: TOPICS,
    file: "modules/protectors/sns-topic/capture.ts",
    find: "if (!sameJson(was, is))",
    replace: "if (false)",
    laws: [3],
  },
  {
    what: "the whole address that a topic tells stands in the document",
    module: TOPICS,
    file: "modules/protectors/sns-topic/capture.ts",
    find: ".map((one) => ({ ...one, endpoint: shownEndpoint(one.endpoint) }))",
    replace: "",
    laws: [5],
  },
  {
    what: "a subscription comes back without its filter",
    module: TOPICS,
    file: "modules/protectors/sns-topic/attributes.ts",
    find: '  FilterPolicy: "filterPolicy",\n  RedrivePolicy',
    replace: "  RedrivePolicy",
    laws: [6],
  },
  {
    what: "mappings come back enabled",
    module: LAMBDA,
    file: "modules/protectors/lambda/restore/mappings.ts",
    find: "Enabled: false,",
    replace: "Enabled: true,",
    laws: [10],
  },
  {
    what: "a function's revision is not looked at again",
    module: LAMBDA,
    file: "modules/protectors/lambda/capture.ts",
    find: "const revision = unchanged(before, ofItem(configurationOf(last, name), item));",
    replace: "const revision = unchanged(before, before);",
    laws: [3],
  },
  {
    what: "a half-restored function is known by no mark",
    module: LAMBDA,
    file: "modules/protectors/lambda/restore/plan.ts",
    find: "const begun = found?.mark.point === point;",
    replace: "const begun = false;",
    laws: [8],
  },
  {
    what: "others' entries go when ours come",
    module: NOTIFICATIONS,
    file: "modules/protectors/s3-notifications/merge.ts",
    find: "[...(kept.get(list) ?? []), ...entriesOf",
    replace: "[...entriesOf",
    laws: [13],
  },
  {
    what: "EventBridge is forgotten",
    module: NOTIFICATIONS,
    file: "modules/protectors/s3-notifications/write.ts",
    find: "mergeNotifications(there, ours, gone)",
    replace: "mergeNotifications(there, { ...ours, EventBridgeConfiguration: undefined } as never, gone)",
    laws: [10],
  },
  {
    what: "a bucket that cannot be read is passed over without a word",
    module: NOTIFICATIONS,
    file: "modules/protectors/s3-notifications/inventory.ts",
    find: "    warn(`",
    replace: "    String(`",
    laws: [2, 4],
  },
];

test.each(FAULTS)("$what: law $laws", async ({ module, what: _what, ...fault }) => {
  expect(occurrences(fault)).toBe(1);
  const named = LAWS.filter(({ number }) => fault.laws.includes(number));
  const caught = await caughtBy(module, fault, { cases: 3, points: 12, seed: 1 }, named);
  expect([...caught.keys()]).toEqual(fault.laws);
});
