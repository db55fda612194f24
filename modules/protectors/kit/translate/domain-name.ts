import { lookUp, type TranslationScope } from "./scope.ts";
import type { Findings } from "./walk.ts";

/** A domain name is no part of the API that it leads to; one of another name may stand for it. */
export function translateDomainName(domain: string, { map }: TranslationScope, into: Findings): string {
  const mapped = lookUp(map, domain);
  if (mapped === undefined) return domain;
  into.used.add(domain);
  into.replaced.set(domain, mapped);
  return mapped;
}
