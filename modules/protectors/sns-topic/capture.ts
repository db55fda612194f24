import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { sameJson } from "../kit/canonical.ts";
import { differencesOf } from "../kit/differences.ts";
import { toJson } from "../kit/json.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import type { OthersSubscription, TopicDocument, TopicSecrets } from "./document.ts";
import {
  type ListedSubscription,
  listSubscriptions,
  readAttributes,
  readSettings,
  readSubscription,
  readTags,
  type TopicReads,
} from "./read.ts";
import { formOf, settingsOf } from "./settings.ts";
import { isMade, shownEndpoint } from "./subscription.ts";

type CapturedTopic = Captured<TopicDocument, TopicSecrets>;

/** One topic as it was at one moment, with whom it tells. `undefined` when it is gone. */
export async function captureTopic(
  ports: TopicReads & Pick<ProtectorPorts, "sleep">,
  item: CaptureItem,
): Promise<CapturedTopic | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a topic's: it has none");
  return atOneMoment(
    ports.sleep,
    item.name,
    () => readTopic(ports, item),
    async () => (await orNone(() => readAttributes(ports, item.arn))) === undefined,
  );
}

/** SNS has no revision of a topic: its attributes and the list of whom it tells are read before and after. */
async function readTopic(reads: TopicReads, { id: name, arn }: CaptureItem): Promise<CapturedTopic> {
  const { account, region } = parseArn(arn);
  const before = await readAttributes(reads, arn);
  const warnings: string[] = [];
  const settings = await readSettings(reads, arn, before, (why) => warnings.push(unread(name, why)));
  const listed = await listSubscriptions(reads, arn);
  const all: OthersSubscription[] = [];
  for (const one of listed) all.push(await subscription(reads, account, one));
  const tags = await readTags(reads, arn);
  const [was, is] = [formOf(settingsOf(arn, before, undefined)), await formNow(reads, arn)];
  if (!sameJson(was, is))
    throw new ChangedError(
      `${differencesOf(was, is)
        .map(({ path }) => path)
        .join(", ")} changed`,
    );
  if (!sameJson(toJson(listed), toJson(await listSubscriptions(reads, arn))))
    throw new ChangedError("its subscriptions changed");
  const addresses = all.map(({ endpoint }) => endpoint).filter((one) => shownEndpoint(one) !== one);
  return {
    document: {
      kind: "sns-topic",
      name,
      arn,
      account,
      region,
      ...settings,
      subscriptions: all.filter((one) => isMade(one, account)),
      others: all
        .filter((one) => !isMade(one, account))
        .map((one) => ({ ...one, endpoint: shownEndpoint(one.endpoint) })),
      tags,
    },
    blobs: [],
    ...(addresses.length > 0 && { secrets: { addresses } }),
    revision: { before: "", after: "" },
    warnings,
  };
}

function unread(name: string, why: string): string {
  return (
    `whether topic ${name} has a data protection policy cannot be read, and the point has none (${why}): allow ` +
    "sns:GetDataProtectionPolicy to the role that captures; AWS offers such policies to no new customer"
  );
}

async function formNow(reads: TopicReads, arn: string) {
  return formOf(settingsOf(arn, await readAttributes(reads, arn), undefined));
}

/** What another account subscribed, or nobody confirmed, tells no more than the list. */
async function subscription(
  reads: TopicReads,
  account: string,
  { arn, protocol, endpoint, owner }: ListedSubscription,
): Promise<OthersSubscription> {
  const isOwn = owner === account || owner === "";
  return {
    protocol,
    endpoint,
    ...(!isOwn && { owner }),
    ...(arn === undefined && { pending: true }),
    ...(arn === undefined || !isOwn ? { attributes: {} } : await readSubscription(reads, arn)),
  };
}
