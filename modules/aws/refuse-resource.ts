import { KINDS, type Kind } from "../contract/kinds.ts";
import { type Arn, isArn, parseArn } from "../core/arn.ts";
import { closest } from "../core/closest.ts";
import { printable, show } from "../core/printable.ts";
import { shortList } from "../core/short-list.ts";
import type { RefusedResource } from "../planner/capabilities.ts";
import { canName } from "../protectors/can-name.ts";
import { SPECS } from "../protectors/kinds.ts";
import { drawnKind } from "../protectors/named-resource.ts";
import { thingAt } from "../protectors/thing-at.ts";

/** Whose account it is, and of which partition: what lies elsewhere no run sees. */
interface Estate {
  /** Empty: it could not be read, and nothing is known. */
  readonly account: string;
  readonly partition: string;
}

/** Those that `select.resources` may name. */
const NAMED = KINDS.filter((kind) => SPECS[kind].trigger !== undefined);

/** As the schema of policies has it. */
const HAS_FORM = /^[a-z][a-z0-9-]{0,39}\/[A-Za-z0-9_.:/#$*?-]{1,512}$/;

/** Why an entry of `select.resources` names nothing that a run could keep, whatever there is; undefined where it may. */
export function refuseResource(one: string, estate: Estate): RefusedResource | undefined {
  if (/^https?:/.test(one)) return ofUrl(one, estate);
  return isArn(one) ? ofArn(one, parseArn(one), estate) : ofName(one, estate);
}

function ofName(one: string, estate: Estate): RefusedResource | undefined {
  const slash = one.indexOf("/");
  // What has no form at all is told as that.
  if (!HAS_FORM.test(one) || one.startsWith("arn:")) return undefined;
  const word = one.slice(0, slash);
  if (word === "lambda") return ofFunction(one);
  const kind = NAMED.find((known) => known === word);
  if (kind === undefined) {
    const near = meantKind(word);
    const hint =
      near === undefined ? `the kinds are ${shortList(NAMED, NAMED.length)}` : `did you mean ${near}?`;
    return refused(one, "is of no kind that runs keep", hint);
  }
  const { written } = SPECS[kind];
  const id = one.slice(slash + 1);
  if (id === written.everywhere) return ofEveryAccount(one);
  // Names of log groups may begin without a slash, and those of functions never do.
  if (kind === "log-filter" && id.startsWith("aws/"))
    return {
      ...refused(one, "is a log group whose name begins without a slash", `AWS's own are ${kind}//${id}`),
      warns: true,
    };
  if (canName(id, written)) return undefined;
  return refused(one, `is the name of no ${nounOf(kind)}`, `write ${forms([kind], estate)}`);
}

/** `dynamodb` for `dynamodb-table`: the only kind with that word, or one that is near to it. */
function meantKind(word: string): Kind | undefined {
  const [one, ...others] = NAMED.filter((kind) => word !== "" && kind.split("-").includes(word));
  return one !== undefined && others.length === 0 ? one : (closest(word, NAMED) as Kind | undefined);
}

function ofArn(one: string, arn: Arn, estate: Estate): RefusedResource | undefined {
  const { partition, service, region, account, resource } = arn;
  const kinds = NAMED.filter((kind) => parseArn(SPECS[kind].written.arn).service === service);
  const thing = thingAt(one);
  if (thing?.kind === "lambda") return ofFunction(one);
  if (kinds.length === 0)
    return {
      ...refused(one, "is not offered yet: runs keep nothing of its kind", "leave it out"),
      code: "UNSUPPORTED",
    };
  if (kinds.some((kind) => resource === resourceOf(kind, SPECS[kind].written.everywhere)))
    return ofEveryAccount(one);
  const form = `write ${forms(kinds, estate)}`;
  const hanging = ofPart(one);
  if (hanging !== undefined) return hanging;
  if (/[*?]/.test(one)) {
    const isName = thing !== undefined && canName(thing.id, SPECS[thing.kind].written);
    const hint = isName ? `write ${thing.kind}/${thing.id}` : form;
    return refused(one, "is an ARN with a wildcard, which only names have", hint);
  }
  const kind = thing?.kind ?? drawnKind(arn);
  if (kind === undefined) return refused(one, `is the ARN of no ${kinds.map(nounOf).join(" or ")}`, form);
  const { written } = SPECS[kind];
  const noun = nounOf(kind);
  const own = `write ${forms([kind], estate)}`;
  if (thing !== undefined && !canName(thing.id, written))
    return refused(one, `is the ARN of no ${noun}`, own);
  const asked = parseArn(written.arn);
  if (asked.region !== "" && region === "") return refused(one, "has no region", own);
  if (asked.account !== "" && !/^\d{12}$/.test(account))
    return refused(one, account === "" ? "has no account" : "has no account of 12 digits", own);
  if (asked.account === "" && account !== "") return refused(one, `is the ARN of no ${noun}`, own);
  if (estate.partition !== "" && partition !== estate.partition)
    return refused(
      one,
      `lies in the partition ${partition}, and the estate in ${estate.partition}`,
      "leave it out",
    );
  if (estate.account !== "" && account !== "" && account !== estate.account)
    return refused(one, "lies in another account than the estate", "leave it out");
  return undefined;
}

/** What hangs on a thing, such as a subscription on a topic: the thing is what runs keep. */
function ofPart(one: string): RefusedResource | undefined {
  const { resource } = parseArn(one);
  const before = one.slice(0, one.length - resource.length);
  const own = thingAt(one);
  for (let at = resource.length - 1; at > 0; at--) {
    if (resource[at] !== "/" && resource[at] !== ":") continue;
    const owner = thingAt(`${before}${resource.slice(0, at)}`);
    if (owner === undefined || !canName(owner.id, SPECS[owner.kind].written)) continue;
    // A rule's bus is no thing that it hangs on: its own name is another one.
    if (own !== undefined && (own.kind !== owner.kind || own.id !== owner.id)) continue;
    return refused(
      one,
      `is something of ${nounOf(owner.kind)} ${printable(owner.id)}, which runs keep as one`,
      `write ${printable(owner.arn)}`,
    );
  }
  return undefined;
}

/** The only thing that AWS's own tools name by an address is a queue. */
function ofUrl(one: string, estate: Estate): RefusedResource {
  const [, queue] = /^https?:\/\/[^/]*\b(?:sqs|queue)\b[^/]*\/\d{12}\/([^/]+)$/.exec(one) ?? [];
  const isQueue = queue !== undefined && canName(queue, SPECS["sqs-queue"].written);
  return refused(
    one,
    "is an address, and no ARN",
    isQueue ? `write sqs-queue/${queue}` : `write ${forms(["sqs-queue"], estate)}`,
  );
}

function ofFunction(one: string): RefusedResource {
  return refused(one, "is a function", "select functions by names, arns or tags");
}

function refused(one: string, why: string, hint: string): RefusedResource {
  return { code: "VALUE", message: `${show(one)} in select.resources ${why}`, hint };
}

function ofEveryAccount(one: string): RefusedResource {
  return refused(one, "is there in every account: no run keeps it", "leave it out, or name what is in it");
}

function nounOf(kind: Kind): string {
  return SPECS[kind].partOf ?? SPECS[kind].noun[0];
}

/** What the ARN of a thing with such a name ends with. */
function resourceOf(kind: Kind, id: string | undefined): string | undefined {
  return id === undefined ? undefined : parseArn(SPECS[kind].written.arn).resource.replace("NAME", id);
}

/** `sqs-queue/NAME or arn:aws:sqs:REGION:123456789012:NAME` */
function forms(kinds: readonly Kind[], { account, partition }: Estate): string {
  return kinds
    .flatMap((kind) => {
      const { id, arn } = SPECS[kind].written;
      const filled = arn
        .replace("{partition}", partition || "aws")
        .replace("{region}", "REGION")
        .replace("{account}", account || "ACCOUNT");
      return [`${kind}/${id}`, filled];
    })
    .join(" or ");
}
