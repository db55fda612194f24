import { dnsSuffix } from "../../core/dns-suffix.ts";
import type { IdMap, RestoreTarget } from "../protector.ts";

interface QueuePlace extends RestoreTarget {
  readonly name: string;
}

/** From the addresses that programs may have for a queue to those it has at the destination, where that is certain. */
export function urlNames(url: string, source: QueuePlace, target: QueuePlace): IdMap {
  const path = `/${source.account}/${source.name}`;
  const forms = [url, `https://${hostIn(source)}${path}`, `https://${oldHostIn(source)}${path}`];
  return Object.fromEntries(
    [...new Set(forms)].flatMap((from) => {
      const to = urlAt(from, source, target);
      return to === undefined ? [] : [[from, to]];
    }),
  );
}

/** A host that names no region, or one that only a network of the source knows, says nothing about another region. */
function urlAt(url: string, source: QueuePlace, target: QueuePlace): string | undefined {
  const path = `/${source.account}/${source.name}`;
  const [, scheme, host] = /^(https?:\/\/)([^/]+)\//.exec(url) ?? [];
  if (scheme === undefined || host === undefined || url !== `${scheme}${host}${path}`) return undefined;
  const to = source.region === target.region ? host : hostAt(host, source, target);
  return to && `${scheme}${to}/${target.account}/${target.name}`;
}

function hostAt(host: string, source: QueuePlace, target: QueuePlace): string | undefined {
  // Newer regions do not have the old form.
  if (host === hostIn(source) || host === oldHostIn(source)) return hostIn(target);
  if (/(^|\.)vpce-|\.vpce\./.test(host) || !host.includes(`.${source.region}.`)) return undefined;
  return host.replace(`.${source.region}.`, `.${target.region}.`);
}

function hostIn({ region, partition }: RestoreTarget): string {
  return `sqs.${region}.${dnsSuffix(partition)}`;
}

function oldHostIn({ region, partition }: RestoreTarget): string {
  return region === "us-east-1" ? "queue.amazonaws.com" : `${region}.queue.${dnsSuffix(partition)}`;
}
