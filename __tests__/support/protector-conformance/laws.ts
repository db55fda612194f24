import type { AnyConforming, Sizes } from "./conforming.ts";
import { absence, failures } from "./failures.ts";
import { foreign } from "./foreign.ts";
import { forms } from "./forms.ts";
import type { Law } from "./law.ts";
import { neighbours } from "./neighbours.ts";
import { oneMoment } from "./one-moment.ts";
import { pages } from "./pages.ts";
import { permitted } from "./permitted.ts";
import { planned } from "./planned.ts";
import { killed, twice } from "./repeat.ts";
import { sameAgain } from "./same-again.ts";
import { secrets } from "./secrets.ts";
import { silent } from "./silent.ts";
import { takenBack } from "./taken-back.ts";

/** Every law, by its number. */
export const LAWS: readonly Law[] = [
  pages,
  absence,
  oneMoment,
  failures,
  secrets,
  sameAgain,
  twice,
  killed,
  planned,
  silent,
  permitted,
  foreign,
  neighbours,
  forms,
  takenBack,
];

/** Why a law says nothing about a kind: by the kind's own word, or by what it handed in. */
export function exempt(law: Law, kind: AnyConforming): string | undefined {
  return kind.notApplicable?.[law.number] ?? law.notApplicable?.(kind);
}

/** Numbers of the laws that a kind breaks, each with what broke it. */
export async function brokenLaws(
  kind: AnyConforming,
  sizes: Sizes,
  laws: readonly Law[] = LAWS,
): Promise<ReadonlyMap<number, string>> {
  const broken = new Map<number, string>();
  for (const law of laws)
    if (exempt(law, kind) === undefined)
      try {
        await law.check(kind, sizes);
      } catch (error) {
        const { message, cause } = error as Error;
        broken.set(law.number, cause instanceof Error ? cause.message : message);
      }
  return broken;
}
